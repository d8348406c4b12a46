import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Pause from '@material-ui/icons/Pause';
import PlayArrow from '@material-ui/icons/PlayArrow';
import type { AuditTail } from '../../audit/AuditTail';
import type { AuditView } from '../../audit/AuditView';
import { copyNewest, COPY_ROWS } from '../../audit/copyNewest';
import { usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { AuditFormat } from './AuditFormat';
import { CopyButton } from './CopyButton';
import { ExportMenu } from './ExportMenu';
import { FormatToggle } from './FormatToggle';
import { TailState } from './TailState';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 1.5),
    marginBottom: theme.spacing(1),
  },
}));

/** The state of the connection and what can be done with the lines. */
export const AuditToolbar = ({
  tail,
  view,
  cluster,
  format,
  onFormat,
}: {
  readonly tail: AuditTail;
  readonly view: AuditView;
  readonly cluster: string;
  readonly format: AuditFormat;
  readonly onFormat: (format: AuditFormat) => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const paused = usePart(view, snapshot => snapshot.paused);
  const isEmpty = usePart(view, ({ items }) => items.length === 0);
  return (
    <div className={classes.root}>
      <TailState tail={tail} paused={Boolean(paused)} />
      <FormatToggle format={format} onFormat={onFormat} />
      <CopyButton
        disabled={isEmpty}
        text={() => copyNewest(view.getSnapshot().items)}
        copiedWords={() =>
          view.getSnapshot().items.length > COPY_ROWS
            ? t('audit.actions.copiedNewest', {
                rows: COPY_ROWS.toLocaleString(),
              })
            : t('audit.actions.copied')
        }
      >
        {t('audit.actions.copy')}
      </CopyButton>
      <ExportMenu view={view} cluster={cluster} disabled={isEmpty} />
      <Button
        size="small"
        variant="outlined"
        startIcon={paused ? <PlayArrow /> : <Pause />}
        onClick={() => (paused ? view.resume() : view.pause('button'))}
      >
        {paused ? t('audit.actions.resume') : t('audit.actions.pause')}
      </Button>
    </div>
  );
};
