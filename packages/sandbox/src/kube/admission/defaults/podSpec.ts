import {
  childOf,
  isObject,
  JsonObject,
  objectsOf,
  setDefaults,
} from '../../api/json';

const VOLUME_MODES = ['secret', 'configMap', 'projected', 'downwardAPI'];

/** Fills a pod's spec, or that of a pod template, with what the real server fills in. */
export function setPodSpecDefaults(spec: JsonObject): void {
  setDefaults(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  if (typeof spec.serviceAccountName === 'string') {
    setDefaults(spec, { serviceAccount: spec.serviceAccountName });
  }
  for (const container of [
    ...objectsOf(spec.initContainers),
    ...objectsOf(spec.containers),
  ]) {
    setContainerDefaults(container);
  }
  objectsOf(spec.volumes).forEach(setVolumeDefaults);
}

function setContainerDefaults(container: JsonObject): void {
  setDefaults(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(String(container.image ?? '')),
  });
  for (const port of objectsOf(container.ports)) {
    setDefaults(port, { protocol: 'TCP' });
  }
  for (const variable of objectsOf(container.env)) {
    const source = variable.valueFrom;
    if (isObject(source) && isObject(source.fieldRef)) {
      setDefaults(source.fieldRef, { apiVersion: 'v1' });
    }
  }
  for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
    const value = container[probe];
    if (isObject(value)) setProbeDefaults(value);
  }
}

function pullPolicyOf(image: string): string {
  const [, tag] = /:([^/:]+)$/.exec(image) ?? [];
  const pinned = image.includes('@') || (tag !== undefined && tag !== 'latest');
  return pinned ? 'IfNotPresent' : 'Always';
}

function setProbeDefaults(probe: JsonObject): void {
  setDefaults(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  if (isObject(probe.httpGet)) {
    setDefaults(probe.httpGet, { path: '/', scheme: 'HTTP' });
  }
}

function setVolumeDefaults(volume: JsonObject): void {
  for (const source of VOLUME_MODES) {
    const value = volume[source];
    if (isObject(value)) setDefaults(value, { defaultMode: 420 });
  }
  const hasSource = Object.keys(volume).some(key => key !== 'name');
  if (!hasSource) childOf(volume, 'emptyDir');
  if (isObject(volume.projected)) {
    for (const { serviceAccountToken } of objectsOf(volume.projected.sources)) {
      if (isObject(serviceAccountToken)) {
        setDefaults(serviceAccountToken, { expirationSeconds: 3600 });
      }
    }
  }
}
