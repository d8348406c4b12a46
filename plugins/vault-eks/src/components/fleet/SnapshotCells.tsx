import TableCell from '@material-ui/core/TableCell';
import type { ClusterSnapshot } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { spanBetween } from '../../status/duration';
import {
  certificateTone,
  certificateWords,
  replicasTone,
  replicasWords,
} from '../../status/headline';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';
import { FindingCounts } from './FindingCounts';

const UNKNOWN = '–';

type Part<K extends keyof ClusterSnapshot> = {
  readonly part: NonNullable<ClusterSnapshot[K]>;
};

const Leader = ({ part, now }: Part<'leader'> & { readonly now: string }) => {
  const { t } = useVaultEksTranslation();
  return (
    <>
      <strong>{part.pod}</strong>{' '}
      <Time iso={part.since}>
        {t('status.leads', { span: spanBetween(part.since, now, t) })}
      </Time>
    </>
  );
};

const Replicas = ({
  part,
  silent,
}: Part<'replicas'> & { readonly silent: boolean }) => {
  const { t } = useVaultEksTranslation();
  const tone = replicasTone(part);
  return (
    // That all were ready once does not say that they are.
    <ToneText tone={silent && tone === 'ok' ? 'unknown' : tone}>
      {replicasWords(part, t)}
    </ToneText>
  );
};

const Certificate = ({ part }: Part<'certificate'>) => {
  const { t } = useVaultEksTranslation();
  return (
    <ToneText tone={certificateTone(part.daysLeft)}>
      <Time iso={part.notAfter}>{certificateWords(part.daysLeft, t)}</Time>
    </ToneText>
  );
};

/** What the monitor saw: leader, replicas, certificate and findings. */
export const SnapshotCells = ({
  snapshot,
}: {
  readonly snapshot?: ClusterSnapshot;
}) => {
  const { leader, replicas, certificate, findings } = snapshot ?? {};
  return (
    <>
      <TableCell>
        {snapshot && leader ? (
          <Leader
            part={leader}
            now={snapshot.observedAt ?? snapshot.checkedAt}
          />
        ) : (
          UNKNOWN
        )}
      </TableCell>
      <TableCell>
        {replicas ? (
          <Replicas part={replicas} silent={snapshot?.problem !== undefined} />
        ) : (
          UNKNOWN
        )}
      </TableCell>
      <TableCell>
        {certificate ? <Certificate part={certificate} /> : UNKNOWN}
      </TableCell>
      <TableCell>
        {findings ? <FindingCounts findings={findings} /> : UNKNOWN}
      </TableCell>
    </>
  );
};
