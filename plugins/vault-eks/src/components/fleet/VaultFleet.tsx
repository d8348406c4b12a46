import {
  ContentHeader,
  EmptyState,
  Progress,
} from '@backstage/core-components';
import { vaultEksStatusReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useClusters } from '../../hooks/useClusters';
import { Problem } from '../common/Problem';
import { FleetTable } from './FleetTable';
import { NewVaultButton } from './NewVaultButton';

/**
 * The Vaults that this portal knows, or the way to the first one; also for a home page of one's own.
 *
 * @public
 */
export const VaultFleet = () => {
  const { data, error, refresh } = useClusters();
  if (data?.length) {
    return (
      <>
        <ContentHeader title="Your Vaults">
          <NewVaultButton />
        </ContentHeader>
        <FleetTable clusters={data} />
      </>
    );
  }
  if (data) {
    return (
      <EmptyState
        missing="content"
        title="No Vault yet"
        description="Choose an EKS cluster, see the plan, and watch it become a highly available Vault. It then appears here and in the catalog."
        action={<NewVaultButton />}
      />
    );
  }
  if (error) {
    return (
      <Problem
        error={error}
        what="the registered Vaults"
        permission={vaultEksStatusReadPermission.name}
        onRetry={refresh}
      />
    );
  }
  return <Progress />;
};
