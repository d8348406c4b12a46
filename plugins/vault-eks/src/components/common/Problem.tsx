import { WarningPanel } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { isDenied, reasonOf } from '../../hooks/errors';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

/** Told when the portal or the policy says no. */
export const Denied = ({
  what,
  permission,
  reason,
}: {
  readonly what: string;
  readonly permission: string;
  readonly reason?: string;
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <WarningPanel
      severity="info"
      title={t('common.deniedTitle', { what })}
      defaultExpanded
      message={
        <>
          {t('common.deniedMessage', { permission: <code>{permission}</code> })}
          {reason && (
            <>
              <br />
              {t('common.deniedReason', { reason })}
            </>
          )}
        </>
      }
    />
  );
};

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
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <>
      {isDenied(error) ? (
        <Denied what={what} permission={permission} reason={reasonOf(error)} />
      ) : (
        <WarningPanel
          severity="error"
          title={t('common.problemTitle', { what })}
          message={reasonOf(error)}
          defaultExpanded
        />
      )}
      <Box mt={2}>
        <Button variant="outlined" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
      </Box>
    </>
  );
};
