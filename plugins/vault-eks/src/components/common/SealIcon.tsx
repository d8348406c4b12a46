import type { BackstageTheme } from '@backstage/theme';
import { makeStyles } from '@material-ui/core/styles';
import HelpOutline from '@material-ui/icons/HelpOutline';
import LockOpenOutlined from '@material-ui/icons/LockOpenOutlined';
import LockOutlined from '@material-ui/icons/LockOutlined';
import type { Headline } from '../../status/headline';

const useStyles = makeStyles((theme: BackstageTheme) => ({
  icon: { fontSize: '2.25rem' },
  ok: { color: theme.palette.status.ok },
  info: { color: theme.palette.info.main },
  warning: { color: theme.palette.status.warning },
  error: { color: theme.palette.status.error },
  unknown: { color: theme.palette.text.secondary },
}));

const ICONS = {
  sealed: LockOutlined,
  unsealed: LockOpenOutlined,
  unknown: HelpOutline,
};

/** The seal at a glance: a closed or an open lock. */
export const SealIcon = ({ headline }: { readonly headline: Headline }) => {
  const classes = useStyles();
  const Icon = ICONS[headline.seal];
  return (
    <Icon aria-hidden className={`${classes.icon} ${classes[headline.tone]}`} />
  );
};
