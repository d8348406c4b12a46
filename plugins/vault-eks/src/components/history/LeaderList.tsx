import { makeStyles } from '@material-ui/core/styles';
import type { Ref } from 'react';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { LeaderTerm } from '../../status/leaderTerms';
import { Time } from '../common/Time';
import { termWords } from './termWords';

const useStyles = makeStyles(theme => ({
  root: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxHeight: '16rem',
    overflowY: 'auto',
    ...theme.typography.body2,
  },
  term: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.5, 0),
  },
  since: { color: theme.palette.text.secondary },
}));

/** The terms in words, the newest first. */
export const LeaderList = ({
  terms,
  listRef,
}: {
  readonly terms: readonly LeaderTerm[];
  readonly listRef: Ref<HTMLOListElement>;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <ol
      ref={listRef}
      className={classes.root}
      // Scrolled by keyboard too, as everything that scrolls must be.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('history.title')}
    >
      {terms.map(term => (
        <li key={term.id} className={classes.term}>
          <span>{termWords(term, t)}</span>
          <span className={classes.since}>
            {t('history.from', { time: <Time iso={term.since} /> })}
          </span>
        </li>
      ))}
    </ol>
  );
};
