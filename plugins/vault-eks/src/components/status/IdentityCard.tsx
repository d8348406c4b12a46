import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';
import { ToneText } from '../common/ToneText';

/** Where this Vault runs and from which release. */
export const IdentityCard = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const { ref, release } = status;
  return (
    <Card title="Release" variant="gridItem">
      <Facts
        facts={[
          [
            'Helm',
            release ? (
              <ToneText tone={release.status === 'deployed' ? 'ok' : 'warning'}>
                {release.name} {release.status}, revision {release.revision}
              </ToneText>
            ) : (
              <ToneText tone="warning">Release not found</ToneText>
            ),
          ],
          ['Chart', release?.chartVersion],
          ['EKS cluster', ref.cluster],
          ['Namespace', ref.namespace],
          ['Account', `${ref.account}, ${ref.region}`],
          ['Vault cluster', status.clusterName],
          ['Seal', status.sealType],
          ['Storage', status.storageType],
        ]}
      />
    </Card>
  );
};
