import { namespaceSelector } from './namespaceSelector';
import { spreadOverZones } from './spreadOverZones';
import type { ChartWiring } from './Wiring';

/** The labels of the injector's pods. Source: the chart's Deployment. */
const injectorLabels = (release: string) => ({
  'app.kubernetes.io/name': 'vault-agent-injector',
  'app.kubernetes.io/instance': release,
  component: 'webhook',
});

/** By which agents get the CA that they verify Vault with. Source: vault-k8s. */
export const CACERT_VARIABLE = 'AGENT_INJECT_VAULT_CACERT_BYTES';

/** Values below `injector`. */
export function injectorValues({ spec, caPem }: ChartWiring) {
  const { enabled, replicas } = spec.injector;
  const selector = namespaceSelector(spec);
  if (!enabled) {
    return { enabled: false as const };
  }
  return {
    enabled: true as const,
    replicas,
    // It answers one small request for each pod that is made; larger clusters override these in `values`.
    resources: {
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: '256Mi' },
    },
    // Without an injector no pod gets its secrets, so a drained node must not take the last one.
    ...(replicas > 1 && { podDisruptionBudget: { maxUnavailable: 1 } }),
    topologySpreadConstraints: spreadOverZones(injectorLabels(spec.release)),
    ...(selector && { webhook: { namespaceSelector: selector } }),
    // Agents trust no private CA unless the injector hands it to them; base64 is taken too. Source: vault-k8s, `VaultCACertBytes`.
    extraEnvironmentVars: {
      [CACERT_VARIABLE]: Buffer.from(caPem).toString('base64'),
    },
  };
}
