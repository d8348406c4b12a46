import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { VaultPodStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Card } from '../common/Card';
import { WideTable } from '../common/WideTable';
import { PodRow } from './PodRow';

const COLUMNS = [
  'pods.pod',
  'pods.role',
  'pods.seal',
  'pods.ready',
  'pods.restarts',
  'pods.heartbeat',
  'pods.skew',
  'pods.zone',
  'pods.node',
  'pods.version',
  'pods.started',
] as const;

/** Each pod as it describes itself. */
export const PodsCard = ({
  pods,
}: {
  readonly pods: readonly VaultPodStatus[];
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <Card title={t('pods.title')} noPadding>
      {pods.length === 0 ? (
        <Typography style={{ padding: 16 }}>{t('pods.none')}</Typography>
      ) : (
        <WideTable label={t('pods.region')}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {COLUMNS.map(column => (
                  <TableCell key={column} style={{ whiteSpace: 'nowrap' }}>
                    {t(column)}
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
        </WideTable>
      )}
    </Card>
  );
};
