import { entityRefParameter, parseRequest } from '../http/query';
import { READ_ONLY, type AgentParts } from './AgentParts';
import { entityRefField, findingFields } from './schemas';

/** `list-vault-findings`: what is wrong with a Vault, and how to mend it. */
export function registerFindings(
  parts: Pick<AgentParts, 'actionsRegistry' | 'statusOf'>,
): void {
  const { actionsRegistry, statusOf } = parts;
  actionsRegistry.register({
    name: 'list-vault-findings',
    title: 'List the findings of a Vault cluster',
    description:
      'Lists what was found wrong with a HashiCorp Vault on EKS, such as a sealed pod, an ending certificate or a full volume, each with why it matters and how to mend it',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          entityRef: entityRefField(z),
          severities: z
            .array(z.enum(['error', 'warning', 'info']))
            .min(1)
            .optional()
            .describe('Only these; all when left out'),
        }),
      output: z =>
        z.object({
          observedAt: z.string().describe('ISO time of the observation'),
          stale: z
            .string()
            .optional()
            .describe('Why what is told here is old: it cannot be reached now'),
          findings: z
            .array(
              z.object({
                id: z.string().describe('Stable id of the check'),
                ...findingFields(z),
              }),
            )
            .describe('Worst first'),
        }),
    },
    action: async ({ credentials, input }) => {
      const entityRef = parseRequest(entityRefParameter, input.entityRef);
      const { findings, observedAt, stale } = await statusOf(
        entityRef,
        credentials,
      );
      return {
        output: {
          observedAt,
          stale: stale?.reason,
          findings: findings
            .filter(
              ({ severity }) => input.severities?.includes(severity) ?? true,
            )
            .map(({ id, severity, what, why, fix }) => ({
              ...{ id, severity },
              ...{ what, why, fix },
            })),
        },
      };
    },
  });
}
