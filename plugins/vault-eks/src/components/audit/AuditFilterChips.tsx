import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
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
}: {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
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
    <ul className={classes.root} aria-label={t('audit.filter.active')}>
      {FILTER_PARTS.filter(part => filter[part]).map(part => {
        const remove = () => onChange({ ...filter, [part]: undefined });
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
