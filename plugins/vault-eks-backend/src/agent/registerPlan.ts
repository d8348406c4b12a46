import {
  parseSpec,
  renderPlan,
  vaultEksLookupReadPermission,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { timeLimit } from '@vault-eks/backstage-plugin-vault-eks-node';
import { audited } from '../access/audited';
import { planAsked } from '../plan/planAsked';
import { WorkGate } from '../sharing/WorkGate';
import { personOf, READ_ONLY, type AgentParts } from './AgentParts';

const TIMEOUT_MS = 120_000;

/** `plan-vault-cluster`: what a deploy would do now; read-only. */
export function registerPlan(parts: AgentParts): void {
  const { access, actionsRegistry, auditor, auth, logger, vaultEks } = parts;
  const gate = new WorkGate({ atOnce: 2, perUser: 1, what: 'plans' });

  actionsRegistry.register({
    name: 'plan-vault-cluster',
    title: 'Plan a Vault cluster',
    description:
      'Says what deploying a HashiCorp Vault to an EKS cluster would create, change or refuse, and what preflight finds wrong. Changes nothing',
    attributes: READ_ONLY,
    visibilityPermission: vaultEksLookupReadPermission,
    schema: {
      input: z =>
        z.object({
          spec: z
            .record(z.unknown())
            .describe(
              'The inputs of the action vault-eks:cluster:plan: at least cluster, the name of the EKS cluster, and region',
            ),
        }),
      output: z =>
        z.object({
          text: z.string().describe('The plan and the findings, to read'),
          changes: z
            .boolean()
            .describe('Whether a deploy would change a thing'),
          blocked: z.boolean().describe('Whether a deploy would be refused'),
        }),
    },
    action: async ({ credentials, input }) => {
      const userEntityRef = personOf(auth, credentials);
      await access.authorizeBasic(vaultEksLookupReadPermission, credentials);
      const spec = parseSpec(input.spec);
      const { cluster, region, account } = spec;
      const signal = timeLimit(TIMEOUT_MS, parts.shutdown);
      const work = () =>
        planAsked(spec, { signal, initiator: userEntityRef, logger, vaultEks });
      const plan = await audited(
        auditor,
        {
          eventId: 'cluster-plan',
          severityLevel: 'low',
          meta: { cluster, region, account, actor: userEntityRef },
        },
        () => gate.run({ userEntityRef, signal, work }),
      );
      return {
        output: {
          text: renderPlan(plan).join('\n'),
          changes: plan.changes,
          blocked: plan.blocked,
        },
      };
    },
  });
}
