import Typography from '@material-ui/core/Typography';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';

/** What unseals this Vault and where it keeps its data, as its own configuration names them. */
export const StorageCard = ({
  status,
}: {
  readonly status: VaultClusterStatus;
}) => {
  const { t } = useVaultEksTranslation();
  const { sealType, sealKey, storageType, storageTable } = status;
  const known = sealType ?? sealKey ?? storageType ?? storageTable;
  return (
    <Card title={t('details.storage')} variant="gridItem">
      {known === undefined ? (
        <Typography variant="body2">{t('details.noSealKnown')}</Typography>
      ) : (
        <Facts
          facts={[
            [t('details.seal'), sealType],
            [t('details.sealKey'), sealKey],
            [t('details.storageType'), storageType],
            [t('details.table'), storageTable],
          ]}
        />
      )}
    </Card>
  );
};
