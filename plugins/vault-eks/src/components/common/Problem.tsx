import { WarningPanel } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { isDenied, reasonOf } from '../../hooks/errors';

/** Told when the portal or the policy says no. */
export const Denied = ({
  what,
  permission,
  reason,
}: {
  readonly what: string;
  readonly permission: string;
  readonly reason?: string;
}) => (
  <WarningPanel
    severity="info"
    title={`You may not see ${what}`}
    defaultExpanded
    message={
      <>
        It needs the permission <code>{permission}</code> on this entity; its
        owner or the people who run the portal can grant it.
        {reason && (
          <>
            <br />
            The portal says: {reason}
          </>
        )}
      </>
    }
  />
);

/** Nothing could be shown: says why, and offers to try again. */
export const Problem = ({
  error,
  what,
  permission,
  onRetry,
}: {
  readonly error: Error;
  readonly what: string;
  readonly permission: string;
  readonly onRetry: () => void;
}) => (
  <>
    {isDenied(error) ? (
      <Denied what={what} permission={permission} reason={reasonOf(error)} />
    ) : (
      <WarningPanel
        severity="error"
        title={`Could not read ${what}`}
        message={reasonOf(error)}
        defaultExpanded
      />
    )}
    <Box mt={2}>
      <Button variant="outlined" onClick={onRetry}>
        Try again
      </Button>
    </Box>
  </>
);
