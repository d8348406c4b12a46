import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { vaultEksStatusReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { entityRefParameter, parseRequest } from '../http/query';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { StatusOf } from '../status/createStatusOf';

/** What an agent, or a template, may ask of the portal: reads only, under the permissions of who asks. */
export function registerAgentActions(options: {
  readonly access: ClusterAccess;
  readonly actionsRegistry: ActionsRegistryService;
  readonly registry: ClusterRegistry;
  readonly statusOf: StatusOf;
}): void {
  const { access, actionsRegistry, registry, statusOf } = options;

  actionsRegistry.register({
    name: 'list-vault-clusters',
    title: 'List Vault clusters',
    description:
      'Lists the HashiCorp Vault clusters on EKS that the portal knows',
    attributes: { readOnly: true, idempotent: true },
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

  actionsRegistry.register({
    name: 'get-vault-status',
    title: 'Get the status of a Vault cluster',
    description:
      'Says whether a HashiCorp Vault on EKS is sealed, who leads, how long its certificate lasts, and what was found wrong with the fix of each',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .describe('Catalog entity, such as resource:default/vault-prod'),
        }),
      output: z =>
        z.object({
          observedAt: z.string().describe('ISO time of the observation'),
          sealed: z
            .boolean()
            .optional()
            .describe('Absent when no pod answered'),
          leader: z.string().optional().describe('The pod that leads'),
          leaderSince: z.string().optional().describe('ISO time'),
          replicasWanted: z.number(),
          replicasReady: z.number(),
          version: z.string().optional().describe('Version of Vault'),
          certificateDaysLeft: z.number().optional(),
          findings: z
            .array(
              z.object({
                severity: z.enum(['error', 'warning', 'info']),
                what: z.string(),
                why: z.string(),
                fix: z.string(),
              }),
            )
            .describe('Worst first'),
        }),
    },
    action: async ({ credentials, input }) => {
      const entityRef = parseRequest(entityRefParameter, input.entityRef);
      const status = await statusOf(entityRef, credentials);
      return {
        output: {
          observedAt: status.observedAt,
          sealed: status.sealed,
          leader: status.leader?.pod,
          leaderSince: status.leader?.since,
          replicasWanted: status.replicas.wanted,
          replicasReady: status.replicas.ready,
          version: status.version,
          certificateDaysLeft: status.certificate?.daysLeft,
          findings: status.findings.map(({ severity, what, why, fix }) => ({
            severity,
            what,
            why,
            fix,
          })),
        },
      };
    },
  });
}
