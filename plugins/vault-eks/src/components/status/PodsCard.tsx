import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { VaultPodStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { Card } from '../common/Card';
import { PodRow } from './PodRow';

const COLUMNS = [
  'Pod',
  'Role',
  'Seal',
  'Ready',
  'Restarts',
  'Zone',
  'Node',
  'Version',
  'Heartbeat and skew',
];

/** Each pod as it describes itself. */
export const PodsCard = ({
  pods,
}: {
  readonly pods: readonly VaultPodStatus[];
}) => (
  <Card title="Pods" noPadding>
    {pods.length === 0 ? (
      <Typography style={{ padding: 16 }}>
        No Vault pod runs in this namespace.
      </Typography>
    ) : (
      <TableContainer role="region" tabIndex={0} aria-label="Vault pods">
        <Table size="small">
          <TableHead>
            <TableRow>
              {COLUMNS.map(column => (
                <TableCell key={column} style={{ whiteSpace: 'nowrap' }}>
                  {column}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {pods.map(pod => (
              <PodRow key={pod.name} pod={pod} columns={COLUMNS.length} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    )}
  </Card>
);
