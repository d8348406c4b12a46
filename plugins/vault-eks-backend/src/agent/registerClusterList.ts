import { vaultEksStatusReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import { READ_ONLY, type AgentParts } from './AgentParts';

/** `list-vault-clusters`: those that who asks may see. */
export function registerClusterList(
  parts: Pick<AgentParts, 'access' | 'actionsRegistry' | 'registry'>,
): void {
  const { access, actionsRegistry, registry } = parts;
  actionsRegistry.register({
    name: 'list-vault-clusters',
    title: 'List Vault clusters',
    description:
      'Lists the HashiCorp Vault clusters on EKS that the portal knows',
    attributes: READ_ONLY,
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          clusters: z.array(
            z.object({
              entityRef: z.string().describe('Catalog entity of the Vault'),
              cluster: z.string().describe('Name of the EKS cluster'),
              region: z.string().describe('AWS region'),
              owner: z.string().describe('Catalog entity that owns it'),
            }),
          ),
        }),
    },
    action: async ({ credentials }) => {
      const clusters = await registry.list();
      const visible = await access.allowedAmong(
        vaultEksStatusReadPermission,
        clusters.map(({ entityRef }) => entityRef),
        credentials,
      );
      return {
        output: {
          clusters: clusters
            .filter(({ entityRef }) => visible.has(entityRef))
            .map(({ entityRef, ref, owner }) => ({
              entityRef,
              cluster: ref.cluster,
              region: ref.region,
              owner,
            })),
        },
      };
    },
  });
}
