import type { V1ConfigMap } from '@kubernetes/client-node';
import { serverConfig } from '../../values/serverConfig';
import { isKind } from '../parseManifest';
import { Assertion, vaultContainer } from './Assertion';

/** What the chart calls the configuration that it renders. */
const CONFIG = 'extraconfig-from-values.hcl';

const CONFIG_FLAG = /(^|\s)-{1,2}config\b/g;
const DEV_FLAG = /(^|\s)-{1,2}dev\b/;

/** Vault runs on the configuration that was written for it and on no other, so its one listener speaks TLS. */
export const tlsOn: Assertion = {
  by: ['global.tlsDisable', 'server.extraArgs', 'server.extraPorts'],
  faults(rendered) {
    const { wiring, objects } = rendered;
    const container = vaultContainer(rendered);
    const start = (container?.args ?? []).join('\n');
    const config = objects
      .filter(isKind<V1ConfigMap>('ConfigMap'))
      .find(({ data }) => data?.[CONFIG] !== undefined)?.data?.[CONFIG];
    const wanted = serverConfig(wiring).trim();
    // The chart adds a line of its own; it sets no listener.
    const [before, ...after] = config?.split(wanted) ?? [];
    const added = after.length === 1 ? `${before}${after[0]}` : undefined;
    return [
      ...(added === undefined
        ? ['Vault would run on another configuration than the one made for it']
        : []),
      ...(added && /listener|tls_disable/.test(added)
        ? ['the chart adds a listener to the configuration']
        : []),
      ...((start.match(CONFIG_FLAG) ?? []).length === 1
        ? []
        : ['Vault would read a further configuration']),
      ...(DEV_FLAG.test(start) ? ['Vault would run in development mode'] : []),
      ...(container?.ports?.some(
        ({ name, containerPort }) => containerPort === 8200 && name !== 'https',
      )
        ? ['the Vault container has a port for plain HTTP']
        : []),
    ];
  },
};
