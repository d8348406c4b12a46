import type { KubeObject } from '../../kubelet/PodHost';
import { childOf, isObject, setDefaults, textOf } from '../api/json';
import {
  setCertificateDefaults,
  validateCertificate,
} from '../certManager/certificateRules';
import {
  prepareCertificateRequest,
  prepareCertificateUpdate,
  validateCertificateRequest,
} from './certificateRequests';
import { refuseGreaterBinding, refuseGreaterRole } from './escalation';
import {
  setBindingDefaults,
  setClaimDefaults,
  setNamespaceDefaults,
  setNetworkPolicyDefaults,
  setSecretDefaults,
  setStorageClassDefaults,
  setWebhookDefaults,
} from './defaults/others';
import { setPodSpecDefaults } from './defaults/podSpec';
import {
  setDaemonSetDefaults,
  setDeploymentDefaults,
  setReplicaSetDefaults,
  setStatefulSetDefaults,
} from './defaults/workloads';
import {
  validateBinding,
  validateClaim,
  validateImmutableData,
  validatePod,
  validateService,
  validateStatefulSet,
  validateStorageClass,
  validateWorkload,
} from './immutability';
import { admitIrsa } from './irsa';
import { admitPodSecurity } from './podSecurity';
import { qosClassOf } from './qosClass';
import { admitServiceAccount } from './serviceAccount';
import { admitTolerations } from './tolerations';
import {
  prepareService,
  prepareServiceUpdate,
  setServiceDefaults,
} from './services';
import type { Strategy, WriteContext } from './Strategy';

const hasGeneration = true;
const RBAC = 'rbac.authorization.k8s.io';
const WEBHOOKS = 'admissionregistration.k8s.io';

function preparePod(pod: KubeObject, context: WriteContext): void {
  admitServiceAccount(pod, context);
  admitTolerations(pod);
  admitIrsa(pod, context);
  setDefaults(childOf(pod, 'spec'), {
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
  });
  admitPodSecurity(pod, context);
}

/** A claim without a class gets the default one, when there is a default. */
function prepareClaim(claim: KubeObject, { store }: WriteContext): void {
  const spec = childOf(claim, 'spec');
  claim.metadata.finalizers = ['kubernetes.io/pvc-protection'];
  if (spec.storageClassName !== undefined) return;
  const preferred = store
    .list('storage.k8s.io', 'storageclasses')
    .find(
      item =>
        item.metadata.annotations?.[
          'storageclass.kubernetes.io/is-default-class'
        ] === 'true',
    );
  if (preferred) spec.storageClassName = preferred.metadata.name;
}

/** What is particular to each kind, by group and plural. */
export const STRATEGIES: Readonly<Record<string, Strategy>> = {
  '/namespaces': {
    setDefaults: setNamespaceDefaults,
    initialStatus: () => ({ phase: 'Active' }),
  },
  '/pods': {
    hasGeneration,
    setDefaults: pod => setPodSpecDefaults(childOf(pod, 'spec')),
    prepareCreate: preparePod,
    validate: validatePod,
    initialStatus: pod => ({ phase: 'Pending', qosClass: qosClassOf(pod) }),
  },
  '/services': {
    setDefaults: setServiceDefaults,
    prepareCreate: prepareService,
    prepareUpdate: prepareServiceUpdate,
    validate: validateService,
    initialStatus: () => ({ loadBalancer: {} }),
  },
  '/secrets': {
    setDefaults: setSecretDefaults,
    validate: (object, previous) => [
      ...validateImmutableData(object, previous),
      ...(previous && textOf(previous.type) !== textOf(object.type)
        ? [
            {
              field: 'type',
              type: 'Invalid' as const,
              value: object.type,
              detail: 'field is immutable',
            },
          ]
        : []),
    ],
  },
  '/configmaps': { validate: validateImmutableData },
  '/persistentvolumeclaims': {
    setDefaults: setClaimDefaults,
    prepareCreate: prepareClaim,
    validate: validateClaim,
    initialStatus: () => ({ phase: 'Pending' }),
  },
  '/persistentvolumes': {
    setDefaults: volume =>
      setDefaults(childOf(volume, 'spec'), {
        persistentVolumeReclaimPolicy: 'Retain',
        volumeMode: 'Filesystem',
      }),
    initialStatus: () => ({ phase: 'Pending' }),
  },
  'apps/statefulsets': {
    hasGeneration,
    setDefaults: setStatefulSetDefaults,
    validate: validateStatefulSet,
    initialStatus: () => ({ replicas: 0, availableReplicas: 0 }),
  },
  'apps/deployments': {
    hasGeneration,
    setDefaults: setDeploymentDefaults,
    validate: validateWorkload,
    initialStatus: () => ({}),
  },
  'apps/replicasets': {
    hasGeneration,
    setDefaults: setReplicaSetDefaults,
    validate: validateWorkload,
    initialStatus: () => ({ replicas: 0 }),
  },
  'apps/daemonsets': {
    hasGeneration,
    setDefaults: setDaemonSetDefaults,
    validate: validateWorkload,
  },
  'batch/jobs': { hasGeneration, initialStatus: () => ({}) },
  'batch/cronjobs': { hasGeneration, initialStatus: () => ({}) },
  'policy/poddisruptionbudgets': {
    hasGeneration,
    initialStatus: () => ({
      disruptionsAllowed: 0,
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 0,
    }),
  },
  'networking.k8s.io/networkpolicies': {
    hasGeneration,
    setDefaults: setNetworkPolicyDefaults,
  },
  'networking.k8s.io/ingresses': {
    hasGeneration,
    initialStatus: () => ({ loadBalancer: {} }),
  },
  'storage.k8s.io/storageclasses': {
    setDefaults: setStorageClassDefaults,
    validate: validateStorageClass,
  },
  [`${RBAC}/roles`]: {
    setDefaults: role => setDefaults(role, { rules: null }),
    prepareCreate: (role, context) =>
      refuseGreaterRole(role, undefined, context),
    prepareUpdate: refuseGreaterRole,
  },
  [`${RBAC}/clusterroles`]: {
    setDefaults: role => setDefaults(role, { rules: null }),
    prepareCreate: (role, context) =>
      refuseGreaterRole(role, undefined, context),
    prepareUpdate: refuseGreaterRole,
  },
  [`${RBAC}/rolebindings`]: {
    setDefaults: setBindingDefaults,
    prepareCreate: refuseGreaterBinding,
    prepareUpdate: (binding, _previous, context) =>
      refuseGreaterBinding(binding, context),
    validate: validateBinding,
  },
  [`${RBAC}/clusterrolebindings`]: {
    setDefaults: setBindingDefaults,
    prepareCreate: refuseGreaterBinding,
    prepareUpdate: (binding, _previous, context) =>
      refuseGreaterBinding(binding, context),
    validate: validateBinding,
  },
  [`${WEBHOOKS}/mutatingwebhookconfigurations`]: {
    hasGeneration,
    setDefaults: setWebhookDefaults,
  },
  [`${WEBHOOKS}/validatingwebhookconfigurations`]: {
    hasGeneration,
    setDefaults: setWebhookDefaults,
  },
  'certificates.k8s.io/certificatesigningrequests': {
    prepareCreate: prepareCertificateRequest,
    prepareUpdate: prepareCertificateUpdate,
    validate: validateCertificateRequest,
    initialStatus: () => ({}),
  },
  'cert-manager.io/certificates': {
    hasGeneration,
    setDefaults: setCertificateDefaults,
    validate: validateCertificate,
  },
  'cert-manager.io/certificaterequests': { hasGeneration },
  'cert-manager.io/issuers': { hasGeneration },
  'cert-manager.io/clusterissuers': { hasGeneration },
  '/nodes': {
    setDefaults: node => {
      if (!isObject(node.spec)) node.spec = {};
    },
  },
};
