import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import Pause from '@material-ui/icons/Pause';
import PlayArrow from '@material-ui/icons/PlayArrow';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import type { TailSnapshot } from '../../audit/AuditTail';
import { connectionWords } from '../../audit/connectionWords';
import { rawText } from '../../audit/entries';
import type { PausableView } from '../../hooks/usePausableView';
import { ToneText } from '../common/ToneText';
import type { AuditFormat } from './AuditFormat';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(1),
  },
  state: { flex: '1 1 14rem', minWidth: 0, overflowWrap: 'anywhere' },
  toggle: {
    padding: theme.spacing(0.5, 1.25),
    textTransform: 'none',
    color: theme.palette.text.secondary,
    '&&.Mui-selected': { color: theme.palette.text.primary },
  },
}));

/** The state of the connection and what can be done with the lines. */
export const AuditToolbar = ({
  tail,
  view,
  format,
  onFormat,
}: {
  readonly tail: TailSnapshot;
  readonly view: PausableView;
  readonly format: AuditFormat;
  readonly onFormat: (format: AuditFormat) => void;
}) => {
  const classes = useStyles();
  const [copied, copy] = useCopyToClipboard();
  const { tone, text } = connectionWords(tail);
  const lines = view.shown.map(rawText).join('\n');
  return (
    <div className={classes.root}>
      <Typography
        variant="body2"
        component="div"
        className={classes.state}
        role="status"
      >
        <ToneText tone={tone}>
          {text}
          {view.paused && ' · paused'}
        </ToneText>
      </Typography>
      <ToggleButtonGroup
        size="small"
        exclusive
        value={format}
        onChange={(_, value: AuditFormat | null) => value && onFormat(value)}
        aria-label="Format of the audit lines"
      >
        <ToggleButton value="pretty" className={classes.toggle}>
          Pretty
        </ToggleButton>
        <ToggleButton value="raw" className={classes.toggle}>
          Raw
        </ToggleButton>
      </ToggleButtonGroup>
      <Button
        size="small"
        variant="outlined"
        startIcon={<FileCopyOutlined />}
        disabled={view.shown.length === 0}
        onClick={() => copy(lines)}
      >
        {copied.value !== undefined && copied.value === lines
          ? 'Copied'
          : 'Copy'}
      </Button>
      <Button
        size="small"
        variant="outlined"
        startIcon={view.paused ? <PlayArrow /> : <Pause />}
        onClick={() => (view.paused ? view.resume() : view.pause('button'))}
      >
        {view.paused ? 'Resume' : 'Pause'}
      </Button>
    </div>
  );
};
