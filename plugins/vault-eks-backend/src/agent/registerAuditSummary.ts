import { vaultEksAuditReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import { timeLimit } from '@vault-eks/backstage-plugin-vault-eks-node';
import { audited } from '../access/audited';
import { publicError } from '../http/publicError';
import { entityRefParameter, parseRequest } from '../http/query';
import { WorkGate } from '../sharing/WorkGate';
import { personOf, READ_ONLY, type AgentParts } from './AgentParts';
import { entityRefField } from './schemas';
import { recentLines } from './recentLines';
import { summarise } from './summarise';

const MOST_LINES = 1_000;
const TIMEOUT_MS = 20_000;
/** Each asks every pod of a cluster for its log. */
const BOUNDS = { atOnce: 4, perUser: 2, what: 'audit summaries' };

/** `summarise-vault-audit-log`: numbers of the newest lines; an audit read like any other. */
export function registerAuditSummary(parts: AgentParts): void {
  const { access, actionsRegistry, auditor, auth, logger, vaultEks } = parts;
  const gate = new WorkGate(BOUNDS);

  actionsRegistry.register({
    name: 'summarise-vault-audit-log',
    title: 'Summarise the recent audit log of a Vault cluster',
    description:
      'Counts the newest requests in the audit log of a HashiCorp Vault on EKS by operation, mount, actor and error. Shows no path below a mount and no value',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          entityRef: entityRefField(z),
          lines: z
            .number()
            .int()
            .min(1)
            .max(MOST_LINES)
            .default(500)
            .describe('How many of the newest lines to count'),
        }),
      output: z => {
        const counts = z
          .array(z.object({ name: z.string(), count: z.number() }))
          .describe('The most frequent first');
        return z.object({
          from: z.string().optional().describe('ISO time of the oldest line'),
          to: z.string().optional().describe('ISO time of the newest line'),
          requests: z.number(),
          failed: z.number().describe('Requests that Vault refused'),
          unreadable: z.number().describe('Lines that are no audit lines'),
          byOperation: counts,
          byMount: counts,
          byActor: counts,
          byError: counts,
        });
      },
    },
    action: async ({ credentials, input }) => {
      const entityRef = parseRequest(entityRefParameter, input.entityRef);
      const actor = personOf(auth, credentials);
      const read = async () => {
        const ref = await access.vaultOf(
          vaultEksAuditReadPermission,
          entityRef,
          credentials,
        );
        const signal = timeLimit(TIMEOUT_MS, parts.shutdown);
        const work = async () => {
          try {
            const most = input.lines;
            return await recentLines(vaultEks, ref, { most, signal });
          } catch (error) {
            throw publicError({
              error,
              doing: `Reading the audit log of ${entityRef}`,
              logger,
            });
          }
        };
        return gate.run({ userEntityRef: actor, signal, work });
      };
      const { lines, unreadable } = await audited(
        auditor,
        {
          eventId: 'audit-summary',
          severityLevel: 'medium',
          meta: { entityRef, actor, lines: input.lines },
        },
        read,
      );
      const { byOperation, byMount, byActor, byError, ...totals } =
        summarise(lines);
      return {
        output: {
          ...totals,
          unreadable,
          byOperation: [...byOperation],
          byMount: [...byMount],
          byActor: [...byActor],
          byError: [...byError],
        },
      };
    },
  });
}
