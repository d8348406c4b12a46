import type { V1ResourceAttributes } from '@kubernetes/client-node';
import limiter from 'p-limit';
import { isDenied } from '../../connections/aws';
import {
  associateCommand,
  hasAccessEntries,
  readAccessEntry,
} from '../caller/accessEntry';
import { principalOf } from '../caller/Principal';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';
import { requiredAccess } from '../requiredAccess';

function nameOf(wanted: V1ResourceAttributes): string {
  const { verb, group, resource, subresource, name } = wanted;
  const what = [resource, subresource].filter(Boolean).join('/');
  return `${verb} ${what}${group ? `.${group}` : ''}${name ? ` ${name}` : ''}`;
}

/** Its access entry, when it has one that can be seen, takes a policy; rights can be bound in the cluster in any case. */
async function howToGrant(ctx: PreflightContext): Promise<string> {
  const inCluster =
    'Bind the rights in docs/permissions/kubernetes-deploy.yaml to it.';
  if (!hasAccessEntries(ctx)) {
    return inCluster;
  }
  try {
    const entry = await readAccessEntry(ctx, principalOf(ctx.aws.callerArn));
    return entry
      ? `${inCluster} Or make it an administrator: ${associateCommand(
          ctx,
          entry.principalArn,
        )}.`
      : inCluster;
  } catch (error) {
    if (isDenied(error)) {
      return inCluster;
    }
    throw error;
  }
}

/** The caller may do on Kubernetes what the later phases do. */
export const callerRights: PreflightCheck = {
  subject: "the caller's Kubernetes rights",
  asks: 'kubernetes',
  async run(ctx) {
    const { spec, aws, kubernetes, signal } = ctx;
    const limit = limiter(12);
    const answers = await Promise.all(
      requiredAccess(spec).map(wanted =>
        limit(async () => ({
          wanted,
          allowed: await kubernetes.can(wanted, { signal }),
        })),
      ),
    );
    const missing = answers
      .filter(({ allowed }) => !allowed)
      .map(({ wanted }) => nameOf(wanted));
    return missing.length === 0
      ? []
      : [
          {
            id: 'kubernetes-rights-missing',
            severity: 'error',
            what: `${aws.callerArn} may not: ${missing.join(', ')}.`,
            why: 'The deploy would stop half-way.',
            fix: await howToGrant(ctx),
          },
        ];
  },
};
