import type {
  KubernetesObject,
  V1DaemonSet,
  V1Deployment,
  V1PodSpec,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { isKind, nameOf } from '../parseManifest';
import { Assertion, statefulSetsOf, vaultContainer } from './Assertion';

const isWorkload = (
  object: KubernetesObject,
): object is V1StatefulSet | V1Deployment | V1DaemonSet =>
  [
    isKind<V1StatefulSet>('StatefulSet'),
    isKind<V1Deployment>('Deployment'),
    isKind<V1DaemonSet>('DaemonSet'),
  ].some(is => is(object));

const containersOf = ({ containers, initContainers = [] }: V1PodSpec) => [
  ...containers,
  ...initContainers,
];

/** What the namespace's level `baseline` refuses. Source: Kubernetes, "Pod Security Standards". */
function beyondBaseline(pod: V1PodSpec): string[] {
  const containers = containersOf(pod);
  const shares = [
    ['hostNetwork', pod.hostNetwork],
    ['hostPID', pod.hostPID],
    ['hostIPC', pod.hostIPC],
    ['a hostPath volume', pod.volumes?.some(volume => volume.hostPath)],
    [
      'a privileged container',
      containers.some(c => c.securityContext?.privileged),
    ],
    ['a host port', containers.some(c => c.ports?.some(port => port.hostPort))],
    [
      'added capabilities',
      containers.some(c => c.securityContext?.capabilities?.add?.length),
    ],
  ] as const;
  return shares.flatMap(([what, asked]) => (asked ? [what] : []));
}

/** The namespace lets every pod in, and Vault is neither root nor can it become that. */
export const podSecurity: Assertion = {
  by: [
    'server.hostNetwork',
    'server.statefulSet.securityContext',
    'server.extraContainers',
    'server.extraInitContainers',
    'server.extraPorts',
    'server.volumes',
    'injector.hostNetwork',
    'injector.securityContext',
    'csi',
    'global.openshift',
  ],
  faults(rendered) {
    const refused = rendered.objects.filter(isWorkload).flatMap(object => {
      const pod = object.spec?.template.spec;
      const asked = pod ? beyondBaseline(pod) : [];
      return asked.length > 0
        ? [
            `the pods of ${nameOf(object)} ask for ${asked.join(
              ', ',
            )}, and the namespace (pod security "baseline") would not let them in`,
          ]
        : [];
    });
    const pod = statefulSetsOf(rendered)[0]?.spec?.template.spec;
    const container = vaultContainer(rendered)?.securityContext;
    const nonRoot =
      container?.runAsNonRoot ?? pod?.securityContext?.runAsNonRoot;
    const user = container?.runAsUser ?? pod?.securityContext?.runAsUser;
    return [
      ...refused,
      ...(nonRoot && user !== 0 ? [] : ['Vault could run as root']),
      ...(container?.allowPrivilegeEscalation === false
        ? []
        : ['Vault could gain privileges']),
    ];
  },
};
