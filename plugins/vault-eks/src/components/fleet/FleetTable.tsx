import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import Typography from '@material-ui/core/Typography';
import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useRef } from 'react';
import { NO_FILTER } from '../../fleet/fleetFilter';
import { useFleetView } from '../../fleet/useFleetView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { HiddenText } from '../common/HiddenText';
import { WideTable } from '../common/WideTable';
import { FleetHead } from './FleetHead';
import { FleetPages } from './FleetPages';
import { FleetRow } from './FleetRow';
import { FleetToolbar } from './FleetToolbar';

// Names stay whole; a narrow page scrolls the table sideways.
const useStyles = makeStyles(theme => ({
  table: {
    '& td, & th': {
      whiteSpace: 'nowrap',
      wordBreak: 'normal',
      verticalAlign: 'top',
      paddingRight: 8,
      lineHeight: 1.43,
    },
  },
  nothing: { padding: theme.spacing(3) },
}));

/** The fleet, a page at a time, to be filtered and sorted. */
export const FleetTable = ({
  clusters,
}: {
  readonly clusters: readonly FleetCluster[];
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const view = useFleetView(clusters);
  const { rows, sort, setSort, setFilter, paging, setPaging } = view;
  const first = paging.page * paging.size;
  const text = useRef<HTMLInputElement>(null);
  const clear = () => {
    setFilter(NO_FILTER);
    // The button goes with the message.
    text.current?.focus();
  };
  return (
    <>
      <HiddenText live>
        {t('fleet.shown', {
          count: clusters.length,
          shown: String(rows.length),
        })}
      </HiddenText>
      <Paper>
        <FleetToolbar view={view} textRef={text} />
        <WideTable label={t('fleet.region')}>
          <Table size="small" className={classes.table}>
            <FleetHead sort={sort} onSort={setSort} />
            <TableBody>
              {rows.slice(first, first + paging.size).map(cluster => (
                <FleetRow key={cluster.entityRef} cluster={cluster} />
              ))}
            </TableBody>
          </Table>
        </WideTable>
        {rows.length === 0 && (
          <div className={classes.nothing}>
            <Typography gutterBottom>{t('fleet.noMatch')}</Typography>
            <Button variant="outlined" onClick={clear}>
              {t('fleet.clearFilters')}
            </Button>
          </div>
        )}
        <FleetPages count={rows.length} paging={paging} onChange={setPaging} />
      </Paper>
    </>
  );
};
