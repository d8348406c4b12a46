import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useEffect, useRef } from 'react';
import { visibleText } from '../../audit/visibleText';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { HiddenText } from '../common/HiddenText';
import { FILTER_PARTS, isFiltering, type FilterPart } from './filterParts';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    margin: theme.spacing(0, 0, 1.5),
    padding: 0,
    listStyle: 'none',
  },
  item: { position: 'relative', minWidth: 0 },
  chip: { margin: 0, maxWidth: '100%' },
}));

/** What the lines are filtered by; a click on a chip takes that part away. */
export const AuditFilterChips = ({
  filter,
  onChange,
  onNoneLeft,
}: {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
  /** The last chip was taken away, and with it what had the focus. */
  readonly onNoneLeft: () => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const list = useRef<HTMLUListElement>(null);
  const removed = useRef<number>();
  // Whoever took one away goes on from the next.
  useEffect(() => {
    if (removed.current === undefined) {
      return;
    }
    const left =
      list.current?.querySelectorAll<HTMLElement>('[role=button]') ?? [];
    const next = left[Math.min(removed.current, left.length - 1)];
    removed.current = undefined;
    if (next) {
      next.focus();
    } else {
      onNoneLeft();
    }
  });
  if (!isFiltering(filter)) {
    return null;
  }
  const labelOf = (part: FilterPart) => {
    const name = t(`audit.filter.${part}`);
    const value = filter[part];
    return typeof value === 'string'
      ? t('audit.filter.chip', { name, value: visibleText(value) })
      : name;
  };
  return (
    <ul
      ref={list}
      className={classes.root}
      aria-label={t('audit.filter.active')}
    >
      {FILTER_PARTS.filter(part => filter[part]).map((part, index) => {
        const remove = () => {
          removed.current = index;
          onChange({ ...filter, [part]: undefined });
        };
        return (
          <li key={part} className={classes.item}>
            {/* One button, not a chip with another button in it. */}
            <Chip
              size="small"
              className={classes.chip}
              label={
                <>
                  <HiddenText>{t('audit.filter.remove')}</HiddenText>{' '}
                  {labelOf(part)}
                </>
              }
              onClick={remove}
              onDelete={remove}
            />
          </li>
        );
      })}
    </ul>
  );
};
