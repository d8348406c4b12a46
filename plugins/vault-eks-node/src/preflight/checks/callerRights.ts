import type { V1ResourceAttributes } from '@kubernetes/client-node';
import limiter from 'p-limit';
import type { PreflightCheck } from '../PreflightCheck';
import { requiredAccess } from '../requiredAccess';

function nameOf(wanted: V1ResourceAttributes): string {
  const { verb, group, resource, subresource, name } = wanted;
  const what = [resource, subresource].filter(Boolean).join('/');
  return `${verb} ${what}${group ? `.${group}` : ''}${name ? ` ${name}` : ''}`;
}

/** The caller may do on Kubernetes what the later phases do. */
export const callerRights: PreflightCheck = {
  subject: "the caller's Kubernetes rights",
  asks: 'kubernetes',
  async run({ spec, aws, kubernetes, signal }) {
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
            fix: 'Associate AmazonEKSClusterAdminPolicy with its access entry, or bind the rights in docs/permissions/kubernetes-deploy.yaml.',
          },
        ];
  },
};
