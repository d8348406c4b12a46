import type { KubeObject } from '../../../kubelet/PodHost';
import { childOf, JsonObject, objectsOf, setDefaults } from '../../api/json';
import { setPodSpecDefaults } from './podSpec';

function templateOf(object: KubeObject): JsonObject {
  const template = childOf(childOf(object, 'spec'), 'template');
  setPodSpecDefaults(childOf(template, 'spec'));
  return template;
}

/** Defaults of a StatefulSet. */
export function setStatefulSetDefaults(object: KubeObject): void {
  const spec = childOf(object, 'spec');
  templateOf(object);
  setDefaults(spec, {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate' },
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    },
  });
  const strategy = childOf(spec, 'updateStrategy');
  setDefaults(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') {
    setDefaults(childOf(strategy, 'rollingUpdate'), { partition: 0 });
  }
  for (const claim of objectsOf(spec.volumeClaimTemplates)) {
    setDefaults(claim, {
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      status: { phase: 'Pending' },
    });
    setDefaults(childOf(claim, 'spec'), { volumeMode: 'Filesystem' });
  }
}

/** Defaults of a Deployment. */
export function setDeploymentDefaults(object: KubeObject): void {
  const spec = childOf(object, 'spec');
  templateOf(object);
  setDefaults(spec, {
    replicas: 1,
    strategy: { type: 'RollingUpdate' },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
  const strategy = childOf(spec, 'strategy');
  setDefaults(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') {
    setDefaults(childOf(strategy, 'rollingUpdate'), {
      maxUnavailable: '25%',
      maxSurge: '25%',
    });
  }
}

/** Defaults of a ReplicaSet. */
export function setReplicaSetDefaults(object: KubeObject): void {
  templateOf(object);
  setDefaults(childOf(object, 'spec'), { replicas: 1 });
}

/** Defaults of a DaemonSet. */
export function setDaemonSetDefaults(object: KubeObject): void {
  templateOf(object);
  setDefaults(childOf(object, 'spec'), {
    updateStrategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 1, maxSurge: 0 },
    },
    revisionHistoryLimit: 10,
  });
}
