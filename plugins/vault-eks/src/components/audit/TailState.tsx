import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { AuditTail } from '../../audit/AuditTail';
import { connectionWords } from '../../audit/connectionWords';
import { usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { ToneText } from '../common/ToneText';

const useStyles = makeStyles({
  root: { flex: '1 1 14rem', minWidth: 0, overflowWrap: 'anywhere' },
});

/** Where the lines come from, and whether they come at all; read aloud when it changes. */
export const TailState = ({
  tail,
  paused,
}: {
  readonly tail: AuditTail;
  readonly paused: boolean;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const connection = usePart(tail, snapshot => snapshot.connection);
  const source = usePart(tail, snapshot => snapshot.source);
  const { tone, text } = connectionWords({ connection, source }, t);
  return (
    <Typography
      variant="body2"
      component="div"
      className={classes.root}
      role="status"
    >
      <ToneText tone={tone}>
        {paused ? t('audit.connection.paused', { state: text }) : text}
      </ToneText>
    </Typography>
  );
};
