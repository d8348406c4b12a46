import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import type { FleetSort, FleetSortKey } from '../../fleet/fleetSort';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

/** In the order in which they stand. */
const COLUMNS = [
  ['vault', 'fleet.vault'],
  ['status', 'fleet.status'],
  ['leader', 'common.leader'],
  ['replicas', 'common.replicas'],
  ['certificate', 'common.certificate'],
  ['findings', 'common.findings'],
  ['cluster', 'fleet.cluster'],
  ['accountAndRegion', 'fleet.accountAndRegion'],
  ['owner', 'fleet.owner'],
  ['version', 'common.version'],
  ['checked', 'fleet.checked'],
] as const satisfies ReadonlyArray<readonly [FleetSortKey, string]>;

/** Every column sorts; the same again turns the order around. */
export const FleetHead = ({
  sort,
  onSort,
}: {
  readonly sort: FleetSort;
  readonly onSort: (sort: FleetSort) => void;
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <TableHead>
      <TableRow>
        {COLUMNS.map(([key, title]) => {
          const active = sort.by === key;
          const turned = sort.direction === 'asc' ? 'desc' : 'asc';
          return (
            <TableCell
              key={key}
              sortDirection={active ? sort.direction : false}
            >
              <TableSortLabel
                active={active}
                direction={active ? sort.direction : 'asc'}
                onClick={() =>
                  onSort({ by: key, direction: active ? turned : 'asc' })
                }
              >
                {t(title)}
              </TableSortLabel>
            </TableCell>
          );
        })}
        <TableCell>{t('fleet.ui')}</TableCell>
      </TableRow>
    </TableHead>
  );
};
