import { entityRefParameter, parseRequest } from '../http/query';
import { READ_ONLY, type AgentParts } from './AgentParts';
import { entityRefField, findingFields } from './schemas';

/** `get-vault-status`: whether it is sealed, who leads, and what is wrong. */
export function registerStatus(
  parts: Pick<AgentParts, 'actionsRegistry' | 'statusOf'>,
): void {
  const { actionsRegistry, statusOf } = parts;
  actionsRegistry.register({
    name: 'get-vault-status',
    title: 'Get the status of a Vault cluster',
    description:
      'Says whether a HashiCorp Vault on EKS is sealed, who leads, how long its certificate lasts, and what was found wrong with the fix of each',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          entityRef: entityRefField(z),
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
          findings: z.array(z.object(findingFields(z))).describe('Worst first'),
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
