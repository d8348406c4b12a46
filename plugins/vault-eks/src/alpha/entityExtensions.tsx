import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { VAULT_EKS_ANNOTATIONS } from '@vault-eks/backstage-plugin-vault-eks-common';

// A predicate rather than a function, so that a portal can override it in its configuration.
const annotation =
  `metadata.annotations.${VAULT_EKS_ANNOTATIONS.cluster}` as const;
const hasVault = { [annotation]: { $exists: true } };

export const entityVaultCard = EntityCardBlueprint.make({
  name: 'status',
  params: {
    type: 'info',
    filter: hasVault,
    loader: async () => {
      const { VaultStatusCard } = await import(
        '../components/card/VaultStatusCard'
      );
      return <VaultStatusCard />;
    },
  },
});

export const entityVaultContent = EntityContentBlueprint.make({
  params: {
    // Not /vault: that is the tab of the community Vault plugin, and an entity may have both.
    path: '/vault-eks',
    title: 'Vault',
    group: 'operation',
    filter: hasVault,
    loader: async () => {
      const { VaultEntityContent } = await import(
        '../components/status/VaultEntityContent'
      );
      return <VaultEntityContent />;
    },
  },
});
