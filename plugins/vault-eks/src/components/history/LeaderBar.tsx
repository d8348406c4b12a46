import { makeStyles } from '@material-ui/core/styles';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { LeaderTerm } from '../../status/leaderTerms';
import { localTime } from '../common/Time';
import { termWords } from './termWords';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    gap: 2,
    height: '1.75rem',
    marginBottom: theme.spacing(2),
  },
  term: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 3,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    padding: 0,
    borderRadius: 2,
    border: `1px solid ${theme.palette.text.secondary}`,
    ...theme.typography.caption,
  },
  now: { borderWidth: 2, borderColor: theme.palette.text.primary },
  nobody: { borderStyle: 'dashed' },
  name: { padding: theme.spacing(0, 0.75) },
}));

/** The terms beside each other, each as wide as it lasted; a picture of the list for those who see it. */
export const LeaderBar = ({
  terms,
}: {
  /** The newest first. */
  readonly terms: readonly LeaderTerm[];
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const oldest = terms[terms.length - 1];
  return (
    <div
      role="img"
      aria-label={t('history.bar', { from: localTime(oldest.since) })}
      className={classes.root}
    >
      {[...terms].reverse().map(term => (
        <div
          key={term.id}
          title={termWords(term, t)}
          style={{ flex: `${Math.max(1, term.ms)} 1 0` }}
          className={[
            classes.term,
            term.until === undefined && classes.now,
            term.pod === undefined && classes.nobody,
          ]
            .filter(Boolean)
            .join(' ')}
        >
          <span className={classes.name}>{term.pod}</span>
        </div>
      ))}
    </div>
  );
};
