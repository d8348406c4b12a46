import type { V1Deployment } from '@kubernetes/client-node';
import type { PreflightCheck } from '../PreflightCheck';

/** Something makes the load balancer that the spec wants. */
export const loadBalancerController: PreflightCheck = {
  subject: 'the load balancer controller',
  asks: 'kubernetes',
  async run({ spec, cluster, kubernetes, signal }) {
    if (spec.ui.exposure === 'none') {
      return [];
    }
    const found = await kubernetes.list<V1Deployment>(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        labelSelector: 'app.kubernetes.io/name=aws-load-balancer-controller',
      },
      { signal },
    );
    return found.length > 0
      ? []
      : [
          {
            id: 'load-balancer-controller-missing',
            severity: 'warning',
            what: `${cluster.name} has no AWS Load Balancer Controller.`,
            why: `ui.exposure: ${spec.ui.exposure} would get a Classic Load Balancer, without health checks of Vault.`,
            fix: 'Install the AWS Load Balancer Controller, or choose ui.exposure: none.',
          },
        ];
  },
};
