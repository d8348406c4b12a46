import { Progress } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import { vaultEksAuditReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Card } from '../common/Card';
import { Denied } from '../common/Problem';
import { AuditLog } from './AuditLog';

/** The live audit log, for those who may read it. The check is a courtesy: the backend decides. */
export const AuditLogCard = ({ entityRef }: { readonly entityRef: string }) => {
  const { t } = useVaultEksTranslation();
  const { loading, allowed } = usePermission({
    permission: vaultEksAuditReadPermission,
    resourceRef: entityRef,
  });
  if (loading) {
    return <Progress />;
  }
  return (
    <Card title={t('audit.title')}>
      {allowed ? (
        <AuditLog entityRef={entityRef} />
      ) : (
        <Denied
          what={t('audit.what')}
          permission={vaultEksAuditReadPermission.name}
        />
      )}
    </Card>
  );
};
