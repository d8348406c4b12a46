import { makeStyles } from '@material-ui/core/styles';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Translate } from '../../audit/Translate';
import { visibleText } from '../../audit/visibleText';

/** What of a line one can filter by with a click. */
export type LinkedPart = 'pathPrefix' | 'mount' | 'actor';

/** Adds to the filter in use. */
export type OnFilter = (change: AuditFilter) => void;

const WORDS = {
  pathPrefix: 'audit.filter.byPath',
  mount: 'audit.filter.byMount',
  actor: 'audit.filter.byActor',
} as const;

const useStyles = makeStyles(theme => ({
  root: {
    maxWidth: '100%',
    padding: 0,
    border: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    cursor: 'pointer',
    textAlign: 'left',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    // Filters by what it says, so it must say all of it: spaces too.
    whiteSpace: 'pre',
    verticalAlign: 'bottom',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      textDecoration: 'underline',
    },
  },
}));

/** A part of a line; a click shows only the lines that have it too. */
export const FilterLink = ({
  part,
  value,
  onFilter,
  t,
  className = '',
  reachable = true,
}: {
  readonly part: LinkedPart;
  readonly value: string;
  readonly onFilter: OnFilter;
  /** Handed down: a list makes many of these, many times a second. */
  readonly t: Translate;
  readonly className?: string;
  /** Whether the Tab key comes by: in a list of thousands, only on the row that the keyboard is on. */
  readonly reachable?: boolean;
}) => {
  const classes = useStyles();
  const shown = visibleText(value);
  const words = t(WORDS[part], { value: shown });
  return (
    <button
      type="button"
      className={`${classes.root} ${className}`}
      tabIndex={reachable ? 0 : -1}
      title={words}
      aria-label={words}
      onClick={() => onFilter({ [part]: value })}
    >
      {shown}
    </button>
  );
};
