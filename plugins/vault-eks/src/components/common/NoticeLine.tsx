import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { HiddenText } from './HiddenText';
import { ToneText } from './ToneText';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
    ...theme.typography.body2,
  },
}));

/** A line above what may no longer be true, and a button to ask again. */
export const NoticeLine = ({
  onRetry,
  spoken,
  children,
}: {
  readonly onRetry: () => void;
  /** Read aloud in place of the line, where the line changes all the time. */
  readonly spoken?: string;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <div
      className={classes.root}
      role={spoken === undefined ? 'status' : undefined}
    >
      {spoken !== undefined && <HiddenText live>{spoken}</HiddenText>}
      <ToneText tone="warning">{children}</ToneText>
      <Button size="small" variant="outlined" onClick={onRetry}>
        {t('common.refresh')}
      </Button>
    </div>
  );
};
