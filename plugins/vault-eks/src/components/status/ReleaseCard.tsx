import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';
import { ToneText } from '../common/ToneText';

/** Where this Vault runs and from which release. */
export const ReleaseCard = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const { t } = useVaultEksTranslation();
  const { ref, release } = status;
  return (
    <Card title={t('details.release')} variant="gridItem">
      <Facts
        facts={[
          [
            t('details.helm'),
            release ? (
              <ToneText tone={release.status === 'deployed' ? 'ok' : 'warning'}>
                {t('details.helmRevision', {
                  name: release.name,
                  status: release.status,
                  revision: String(release.revision),
                })}
              </ToneText>
            ) : (
              <ToneText tone="warning">{t('details.noRelease')}</ToneText>
            ),
          ],
          [t('details.chart'), release?.chartVersion],
          [t('details.cluster'), ref.cluster],
          [t('details.namespace'), ref.namespace],
          [t('details.account'), `${ref.account}, ${ref.region}`],
          [t('details.vaultCluster'), status.clusterName],
        ]}
      />
    </Card>
  );
};
