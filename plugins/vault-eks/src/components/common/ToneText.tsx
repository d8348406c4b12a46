import type { BackstageTheme } from '@backstage/theme';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { ReactNode } from 'react';
import type { Tone } from '../../status/tone';

const ICONS = {
  ok: CheckCircleOutline,
  info: InfoOutlined,
  warning: ReportProblemOutlined,
  error: ErrorOutline,
  unknown: HelpOutline,
};

const useStyles = makeStyles((theme: BackstageTheme) => ({
  root: {
    display: 'inline-flex',
    alignItems: 'flex-start',
    // Keeps the words on the line of the words beside them.
    verticalAlign: 'top',
    gap: theme.spacing(0.75),
  },
  icon: {
    fontSize: '1.15em',
    marginTop: '0.12em',
    flexShrink: 0,
  },
  ok: { color: theme.palette.status.ok },
  info: { color: theme.palette.info.main },
  warning: { color: theme.palette.status.warning },
  error: { color: theme.palette.status.error },
  unknown: { color: theme.palette.text.secondary },
}));

/** Just the icon of a tone; what it says must stand beside it as text. */
export const ToneIcon = ({
  tone,
  className = '',
}: {
  readonly tone: Tone;
  readonly className?: string;
}) => {
  const classes = useStyles();
  const Icon = ICONS[tone];
  return (
    <Icon
      aria-hidden
      className={`${classes.icon} ${classes[tone]} ${className}`}
    />
  );
};

/** A state: icon and words, so that it can be read without seeing its colour. */
export const ToneText = ({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <span className={classes.root}>
      <ToneIcon tone={tone} />
      <span>{children}</span>
    </span>
  );
};
