import type { ChartWiring } from './Wiring';

/** Values below `injector`. */
export function injectorValues({ spec, caPem }: ChartWiring) {
  if (!spec.injector.enabled) {
    return { enabled: false };
  }
  return {
    enabled: true,
    replicas: spec.injector.replicas,
    // Agents trust no private CA unless the injector hands it to them.
    extraEnvironmentVars: {
      AGENT_INJECT_VAULT_CACERT_BYTES: Buffer.from(caPem).toString('base64'),
    },
  };
}
