import { Progress } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import { vaultEksAuditReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import { Card } from '../common/Card';
import { Denied } from '../common/Problem';
import { AuditLog } from './AuditLog';

/** The live audit log, for those who may read it. The check is a courtesy: the backend decides. */
export const AuditLogCard = ({ entityRef }: { readonly entityRef: string }) => {
  const { loading, allowed } = usePermission({
    permission: vaultEksAuditReadPermission,
    resourceRef: entityRef,
  });
  if (loading) {
    return <Progress />;
  }
  return (
    <Card title="Audit log">
      {allowed ? (
        <AuditLog entityRef={entityRef} />
      ) : (
        <Denied
          what="the audit log of this Vault"
          permission={vaultEksAuditReadPermission.name}
        />
      )}
    </Card>
  );
};
