import type { V1Deployment } from '@kubernetes/client-node';
import { isKind } from '../parseManifest';
import type { Assertion } from './Assertion';

/** The injector sends agents to this Vault, with the CA that its certificate is of. */
export const injectorTrust: Assertion = {
  by: ['injector', 'server.service.port'],
  faults({ objects, wiring }) {
    const { spec, names, caPem } = wiring;
    const injector = objects
      .filter(isKind<V1Deployment>('Deployment'))
      .find(
        ({ metadata }) => metadata?.name === `${names.fullname}-agent-injector`,
      );
    if (!spec.injector.enabled) {
      return injector
        ? ['the injector would run, which the spec wants off']
        : [];
    }
    if (!injector) {
      return ['there is no injector'];
    }
    const { replicas, template } = injector.spec ?? {};
    const env = template?.spec?.containers.flatMap(c => c.env ?? []) ?? [];
    const wanted = {
      AGENT_INJECT_VAULT_ADDR: `https://${names.fullname}.${spec.namespace}.svc:8200`,
      AGENT_INJECT_VAULT_CACERT_BYTES: Buffer.from(caPem).toString('base64'),
    };
    return [
      ...(replicas === spec.injector.replicas
        ? []
        : [
            `the injector has ${replicas} replicas instead of ${spec.injector.replicas}`,
          ]),
      ...Object.entries(wanted).flatMap(([name, value]) => {
        const given = env.filter(variable => variable.name === name);
        return given.length === 1 && given[0].value === value
          ? []
          : [`the injector has another ${name} than this Vault needs`];
      }),
    ];
  },
};
