import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DateTime } from 'luxon';
import { FleetStatus } from './FleetStatus';

const COLUMNS = [
  'Vault',
  'Status',
  'EKS cluster',
  'Account and region',
  'Release',
  'Owner',
  'Registered',
  'UI',
];

// Names stay whole; a narrow page scrolls the table sideways.
const useStyles = makeStyles({
  table: {
    '& td, & th': {
      whiteSpace: 'nowrap',
      wordBreak: 'normal',
      paddingRight: 8,
      lineHeight: 1.43,
    },
  },
});

/** The registered Vaults, one a row. */
export const FleetTable = ({
  clusters,
}: {
  readonly clusters: readonly RegisteredCluster[];
}) => {
  const classes = useStyles();
  return (
    <TableContainer
      component={Paper}
      role="region"
      tabIndex={0}
      aria-label="Registered Vault clusters"
    >
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {COLUMNS.map(column => (
              <TableCell key={column}>{column}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {clusters.map(({ entityRef, ref, owner, registeredAt, uiUrl }) => (
            <TableRow key={entityRef} hover>
              <TableCell component="th" scope="row">
                <EntityRefLink entityRef={entityRef} defaultKind="resource" />
              </TableCell>
              <TableCell>
                <FleetStatus entityRef={entityRef} />
              </TableCell>
              <TableCell>{ref.cluster}</TableCell>
              <TableCell>
                {ref.account} / {ref.region}
              </TableCell>
              <TableCell>
                {ref.namespace}/{ref.release}
              </TableCell>
              <TableCell>
                <EntityRefLink entityRef={owner} defaultKind="group" />
              </TableCell>
              <TableCell>
                {DateTime.fromISO(registeredAt).toLocaleString(
                  DateTime.DATE_MED,
                )}
              </TableCell>
              <TableCell>
                {uiUrl ? <Link to={uiUrl}>Open</Link> : 'None'}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
