import type { KubeObject } from '../../kubelet/PodHost';
import { forbidden } from '../api/ApiError';
import { at, isObject, JsonObject, objectsOf, stringsOf } from '../api/json';
import { knownResource } from '../api/resources';
import type { WriteContext } from './Strategy';

const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const RESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** One rule of the Pod Security Standards: the sentence that says how the pod breaks it. */
type Rule = (pod: PodView) => string | undefined;

interface PodView {
  readonly spec: JsonObject;
  readonly containers: readonly JsonObject[];
}

function quoted(names: readonly unknown[]): string {
  return names.map(name => `"${name}"`).join(', ');
}

/** `container "a"` or `containers "a", "b"`, for those that the test picks. */
function offenders(
  { containers }: PodView,
  breaks: (container: JsonObject) => boolean,
): string | undefined {
  const names = containers.filter(breaks).map(container => container.name);
  if (names.length === 0) return undefined;
  return `${names.length > 1 ? 'containers' : 'container'} ${quoted(names)}`;
}

function security(container: JsonObject, ...keys: string[]): unknown {
  return at(container, 'securityContext', ...keys);
}

const BASELINE: readonly Rule[] = [
  ({ spec }) => {
    const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter(
      key => spec[key] === true,
    );
    if (used.length === 0) return undefined;
    const list = used.map(key => `${key}=true`).join(', ');
    return `host namespaces (${list})`;
  },
  pod => {
    const who = offenders(pod, c => security(c, 'privileged') === true);
    return (
      who && `privileged (${who} must not set securityContext.privileged=true)`
    );
  },
  pod => {
    const extra = (container: JsonObject) =>
      stringsOf(security(container, 'capabilities', 'add')).filter(
        capability => !BASELINE_CAPABILITIES.includes(capability),
      );
    const who = offenders(pod, container => extra(container).length > 0);
    if (!who) return undefined;
    const all = [...new Set(pod.containers.flatMap(extra))].sort();
    return `non-default capabilities (${who} must not include ${quoted(
      all,
    )} in securityContext.capabilities.add)`;
  },
  ({ spec }) => {
    const names = objectsOf(spec.volumes)
      .filter(volume => isObject(volume.hostPath))
      .map(volume => volume.name);
    return names.length === 0
      ? undefined
      : `hostPath volumes (${names.length > 1 ? 'volumes' : 'volume'} ${quoted(
          names,
        )})`;
  },
  pod => {
    const ports = pod.containers
      .flatMap(container => objectsOf(container.ports))
      .map(port => port.hostPort)
      .filter(port => typeof port === 'number' && port !== 0);
    if (ports.length === 0) return undefined;
    const who = offenders(pod, container =>
      objectsOf(container.ports).some(port => Boolean(port.hostPort)),
    );
    return `hostPort (${who} uses hostPort ${ports.join(', ')})`;
  },
];

const RESTRICTED: readonly Rule[] = [
  pod => {
    const who = offenders(
      pod,
      container => security(container, 'allowPrivilegeEscalation') !== false,
    );
    return (
      who &&
      `allowPrivilegeEscalation != false (${who} must set securityContext.allowPrivilegeEscalation=false)`
    );
  },
  pod => {
    const who = offenders(
      pod,
      container =>
        !stringsOf(security(container, 'capabilities', 'drop')).includes('ALL'),
    );
    return (
      who &&
      `unrestricted capabilities (${who} must set securityContext.capabilities.drop=["ALL"])`
    );
  },
  ({ spec }) => {
    const names = objectsOf(spec.volumes)
      .filter(
        volume =>
          !Object.keys(volume).every(
            key => key === 'name' || RESTRICTED_VOLUMES.includes(key),
          ),
      )
      .map(volume => volume.name);
    return names.length === 0
      ? undefined
      : `restricted volume types (${
          names.length > 1 ? 'volumes' : 'volume'
        } ${quoted(names)} uses a restricted volume type)`;
  },
  pod => {
    const podWide = at(pod.spec, 'securityContext', 'runAsNonRoot') === true;
    const who = offenders(pod, container => {
      const own = security(container, 'runAsNonRoot');
      return own === undefined ? !podWide : own !== true;
    });
    return (
      who &&
      `runAsNonRoot != true (pod or ${who} must set securityContext.runAsNonRoot=true)`
    );
  },
  pod => {
    const zeroPod = at(pod.spec, 'securityContext', 'runAsUser') === 0;
    const who = offenders(pod, c => security(c, 'runAsUser') === 0);
    if (zeroPod) return 'runAsUser=0 (pod must not set runAsUser=0)';
    return who && `runAsUser=0 (${who} must not set runAsUser=0)`;
  },
  pod => {
    const allowed = ['RuntimeDefault', 'Localhost'];
    const podWide = at(pod.spec, 'securityContext', 'seccompProfile', 'type');
    const who = offenders(
      pod,
      container =>
        !allowed.includes(
          String(security(container, 'seccompProfile', 'type') ?? podWide),
        ),
    );
    return (
      who &&
      `seccompProfile (pod or ${who} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`
    );
  },
];

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  privileged: [],
  baseline: BASELINE,
  restricted: [...BASELINE, ...RESTRICTED],
};

/** Ways in which the pod breaks the level; empty when it may run. */
export function podSecurityViolations(
  spec: JsonObject,
  level: string,
): string[] {
  const rules = RULES[level] ?? [];
  const pod: PodView = {
    spec,
    containers: [
      ...objectsOf(spec.initContainers),
      ...objectsOf(spec.containers),
    ],
  };
  return rules
    .map(rule => rule(pod))
    .filter((sentence): sentence is string => sentence !== undefined);
}

/** Refuses a pod that its namespace's `pod-security.kubernetes.io/enforce` label forbids. */
export function admitPodSecurity(
  pod: KubeObject,
  { store }: Pick<WriteContext, 'store'>,
): void {
  const { name, namespace } = pod.metadata;
  const labels =
    store.get('', 'namespaces', undefined, namespace ?? '')?.metadata.labels ??
    {};
  const level = labels['pod-security.kubernetes.io/enforce'];
  if (!level || !isObject(pod.spec)) return;
  const violations = podSecurityViolations(pod.spec, level);
  if (violations.length === 0) return;
  const version =
    labels['pod-security.kubernetes.io/enforce-version'] ?? 'latest';
  throw forbidden(
    knownResource('', 'pods'),
    name,
    `violates PodSecurity "${level}:${version}": ${violations.join(', ')}`,
  );
}
