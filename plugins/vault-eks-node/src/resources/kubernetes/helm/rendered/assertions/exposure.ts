import { isDeepStrictEqual } from 'node:util';
import type { V1Service } from '@kubernetes/client-node';
import { uiValues } from '../../values/uiValues';
import { isKind, nameOf } from '../parseManifest';
import type { Assertion } from './Assertion';

const LOAD_BALANCER = 'service.beta.kubernetes.io/aws-load-balancer';

/** Other ways into a cluster. */
const ENTRANCES = ['Ingress', 'Route', 'HTTPRoute', 'TLSRoute', 'TCPRoute'];

/** Only the UI's Service leaves the cluster, and only as `ui` says: not at all, inside the VPC, or to the given ranges. */
export const exposure: Assertion = {
  by: [
    'server.service',
    'server.ingress',
    'server.route',
    'server.httproute',
    'injector.service',
    'ui',
  ],
  faults({ objects, wiring }) {
    const { spec, names } = wiring;
    const wanted = uiValues(wiring);
    const wantedAnnotations: Readonly<Record<string, string>> =
      'annotations' in wanted ? wanted.annotations : {};
    const services = objects.filter(isKind<V1Service>('Service'));
    return [
      ...objects
        .filter(({ kind = '' }) => ENTRANCES.includes(kind))
        .map(
          object =>
            `${nameOf(object)} would be a way to Vault past ui.exposure: ${
              spec.ui.exposure
            }`,
        ),
      ...services.flatMap(service => {
        const { type = 'ClusterIP', externalIPs } = service.spec ?? {};
        const isUi = service.metadata?.name === `${names.fullname}-ui`;
        const allowed = isUi ? wanted.serviceType : 'ClusterIP';
        return type === allowed && !externalIPs?.length
          ? []
          : [
              `${nameOf(service)} would be of type ${type}, and ui.exposure: ${
                spec.ui.exposure
              } makes that ${allowed}`,
            ];
      }),
      ...services.flatMap(service => {
        const annotations = Object.fromEntries(
          Object.entries(service.metadata?.annotations ?? {}).filter(([name]) =>
            name.startsWith(LOAD_BALANCER),
          ),
        );
        const isUi = service.metadata?.name === `${names.fullname}-ui`;
        return isDeepStrictEqual(annotations, isUi ? wantedAnnotations : {})
          ? []
          : [
              `${nameOf(
                service,
              )} has other load balancer annotations than ui.exposure: ${
                spec.ui.exposure
              } makes`,
            ];
      }),
      ...services.flatMap(service => {
        const ranges = service.spec?.loadBalancerSourceRanges ?? [];
        return service.spec?.type !== 'LoadBalancer' ||
          isDeepStrictEqual(ranges, spec.ui.sourceRanges)
          ? []
          : [`${nameOf(service)} is not held to ui.sourceRanges`];
      }),
    ];
  },
};
