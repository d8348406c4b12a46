import type { ChartWiring } from './Wiring';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer';

/** Annotations for the AWS Load Balancer Controller, and for the in-tree one where that is absent. */
function loadBalancerAnnotations(internal: boolean): Record<string, string> {
  return {
    [`${PREFIX}-type`]: 'external',
    [`${PREFIX}-nlb-target-type`]: 'ip',
    [`${PREFIX}-scheme`]: internal ? 'internal' : 'internet-facing',
    [`${PREFIX}-healthcheck-protocol`]: 'https',
    [`${PREFIX}-healthcheck-path`]: '/v1/sys/health?standbyok=true',
    ...(internal ? { [`${PREFIX}-internal`]: 'true' } : {}),
  };
}

/** Values below `ui`. TLS passes through the load balancer and ends in Vault. */
export function uiValues({ spec }: ChartWiring) {
  const { exposure, sourceRanges } = spec.ui;
  const common = {
    enabled: true,
    externalPort: 8200,
    activeVaultPodOnly: true,
    publishNotReadyAddresses: false,
  };
  if (exposure === 'none') {
    return { ...common, serviceType: 'ClusterIP' };
  }
  return {
    ...common,
    serviceType: 'LoadBalancer',
    annotations: loadBalancerAnnotations(exposure === 'internal'),
    ...(sourceRanges.length > 0
      ? { loadBalancerSourceRanges: sourceRanges }
      : {}),
  };
}
