import type { V1Service } from '@kubernetes/client-node';
import { isKind } from '../parseManifest';
import type { Assertion } from './Assertion';

const PORT = 8200;

/** Clients, injector and portal find Vault at the addresses that the certificate is for. */
export const addresses: Assertion = {
  by: ['server.service', 'server.ha.apiAddr'],
  faults({ objects, wiring }) {
    const { fullname } = wiring.names;
    const services = objects.filter(isKind<V1Service>('Service'));
    return ['', '-active', '-internal'].flatMap(suffix => {
      const name = `${fullname}${suffix}`;
      const service = services.find(({ metadata }) => metadata?.name === name);
      if (!service) {
        return [`there is no Service ${name}`];
      }
      return service.spec?.ports?.some(
        ({ port, targetPort }) => port === PORT && targetPort === PORT,
      )
        ? []
        : [`Service ${name} does not lead from port ${PORT} to ${PORT}`];
    });
  },
};
