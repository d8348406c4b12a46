import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import type { VaultPodStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';
import { heartbeatTone, readyWords, skewTone } from './podTones';

const UNKNOWN = '–';

const useStyles = makeStyles({
  cell: { whiteSpace: 'nowrap' },
  node: {
    maxWidth: '16rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

/** EC2's long node names differ in their first label only. */
function shortNodeName(node: string): string {
  return node.split('.')[0];
}

const Seal = ({ sealed }: Pick<VaultPodStatus, 'sealed'>) => {
  const { t } = useVaultEksTranslation();
  if (sealed === undefined) {
    return <>{UNKNOWN}</>;
  }
  return (
    <ToneText tone={sealed ? 'error' : 'ok'}>
      {t(sealed ? 'pods.sealed' : 'pods.unsealed')}
    </ToneText>
  );
};

const Heartbeat = ({
  lastHeartbeatMs: ms,
}: Pick<VaultPodStatus, 'lastHeartbeatMs'>) => {
  const { t } = useVaultEksTranslation();
  if (ms === undefined) {
    return <>{UNKNOWN}</>;
  }
  return (
    <ToneText tone={heartbeatTone(ms)}>
      {t('pods.heartbeatAge', { seconds: (ms / 1000).toFixed(1) })}
    </ToneText>
  );
};

const Skew = ({ clockSkewMs: ms }: Pick<VaultPodStatus, 'clockSkewMs'>) => {
  const { t } = useVaultEksTranslation();
  if (ms === undefined) {
    return <>{UNKNOWN}</>;
  }
  return (
    <ToneText tone={skewTone(ms)}>
      {t('pods.skewOf', { ms: String(ms) })}
    </ToneText>
  );
};

/** What a pod says of itself and Kubernetes of it, beside its name and role. */
export const PodCells = ({ pod }: { readonly pod: VaultPodStatus }) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <>
      <TableCell className={classes.cell}>
        <Seal sealed={pod.sealed} />
      </TableCell>
      <TableCell className={classes.cell} title={pod.phase}>
        <ToneText tone={pod.ready ? 'ok' : 'warning'}>
          {readyWords(pod, t)}
        </ToneText>
      </TableCell>
      <TableCell>{pod.restarts}</TableCell>
      <TableCell className={classes.cell}>
        <Heartbeat lastHeartbeatMs={pod.lastHeartbeatMs} />
      </TableCell>
      <TableCell className={classes.cell}>
        <Skew clockSkewMs={pod.clockSkewMs} />
      </TableCell>
      <TableCell className={classes.cell}>{pod.zone ?? UNKNOWN}</TableCell>
      <TableCell className={classes.node} title={pod.node}>
        {pod.node ? shortNodeName(pod.node) : UNKNOWN}
      </TableCell>
      <TableCell className={classes.cell}>{pod.version ?? UNKNOWN}</TableCell>
      <TableCell className={classes.cell}>
        {pod.startedAt ? <Time iso={pod.startedAt} /> : UNKNOWN}
      </TableCell>
    </>
  );
};
