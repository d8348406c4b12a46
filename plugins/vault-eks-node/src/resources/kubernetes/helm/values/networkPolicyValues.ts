import { CHECK_POD_LABEL } from '../../checkPod';
import type { ChartWiring } from './Wiring';

const tcp = (...ports: readonly number[]) =>
  ports.map(port => ({ protocol: 'TCP', port }));

/** The labels of the server pods. Source: the chart's StatefulSet. */
export const serverLabels = (release: string) => ({
  'app.kubernetes.io/name': 'vault',
  'app.kubernetes.io/instance': release,
  component: 'server',
});

const API = 8200;
/** Forwarded requests go from a standby to the leader. */
const CLUSTER = 8201;

/** Both families: a cluster of EKS may be on IPv6. */
const ANYWHERE = ['0.0.0.0/0', '::/0'];

/** Every namespace bears its own name as a label. Source: Kubernetes, "Automatic labelling" of namespaces. */
const namespacesNamed = (names: readonly string[]) =>
  names.length === 0
    ? {}
    : {
        matchExpressions: [
          {
            key: 'kubernetes.io/metadata.name',
            operator: 'In',
            values: names,
          },
        ],
      };

/** The pods by which a verification sees Vault from inside, whichever namespaces are clients. */
const fromChecks = {
  from: [
    {
      podSelector: {
        matchExpressions: [{ key: CHECK_POD_LABEL, operator: 'Exists' }],
      },
    },
  ],
  ports: tcp(API),
};

/**
 * Values below `server.networkPolicy`.
 *
 * A load balancer reaches the pods from addresses of its own, and a rule cannot name it: its security group and
 * `ui.sourceRanges` guard that way in. The API server, DynamoDB's gateway endpoint and the interface endpoints have no
 * addresses that a rule could rely on either, so HTTPS is open as a whole.
 */
export function networkPolicyValues({ spec }: Pick<ChartWiring, 'spec'>) {
  const { enabled, clientNamespaces, clientRanges, egress } =
    spec.networkPolicy;
  if (!enabled) {
    return { enabled: false };
  }
  const exposed = spec.ui.exposure !== 'none';
  const ranges = exposed && clientRanges.length === 0 ? ANYWHERE : clientRanges;
  const peers = { podSelector: { matchLabels: serverLabels(spec.release) } };
  return {
    enabled: true,
    ingress: [
      {
        from: [
          { namespaceSelector: namespacesNamed(clientNamespaces) },
          ...ranges.map(cidr => ({ ipBlock: { cidr } })),
        ],
        ports: tcp(API),
      },
      { from: [peers], ports: tcp(API, CLUSTER) },
      ...(clientNamespaces.length > 0 ? [fromChecks] : []),
    ],
    egress: [
      { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] },
      { ports: tcp(443) },
      { to: [peers], ports: tcp(API, CLUSTER) },
      ...egress.map(({ range, ports }) => ({
        to: [{ ipBlock: { cidr: range } }],
        ports: tcp(...ports),
      })),
    ],
  };
}
