import { randomBytes } from 'node:crypto';
import type { V1Pod } from '@kubernetes/client-node';
import { ownershipMarks } from '../ownership';
import {
  CHECK_CONTAINER,
  CHECK_POD_LABEL,
  CheckPod,
  CheckPodTemplate,
} from './CheckPod';

/** User and group of Vault's image; those of the injected agent are the same. Source: the chart's own defaults. */
const VAULT_USER = 100;
const VAULT_GROUP = 1000;

/**
 * The pod as it is made: restricted in the sense of the Pod Security Standards, without any right in Kubernetes, and
 * ended by the kubelet when its time is over, whatever became of who made it.
 */
export function checkPodManifest(
  check: CheckPod,
  template: CheckPodTemplate,
  seconds: number,
): V1Pod & { metadata: { name: string; namespace: string } } {
  const { owner, purpose, namespace = owner.namespace } = check;
  const marks = ownershipMarks(owner);
  const suffix = randomBytes(4).toString('hex');
  const { imagePullSecrets, nodeSelector, tolerations } = template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `vault-eks-${purpose}-${suffix}`,
      namespace,
      labels: {
        ...marks.labels,
        'app.kubernetes.io/name': 'vault-eks-check',
        [CHECK_POD_LABEL]: purpose,
      },
      annotations: { ...marks.annotations, ...check.annotations },
    },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: seconds,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: check.serviceAccount ?? 'default',
      ...(imagePullSecrets && { imagePullSecrets: [...imagePullSecrets] }),
      ...(nodeSelector && { nodeSelector: { ...nodeSelector } }),
      ...(tolerations && { tolerations }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: VAULT_USER,
        runAsGroup: VAULT_GROUP,
        fsGroup: VAULT_GROUP,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: CHECK_CONTAINER,
          image: template.image,
          command: [...check.command],
          env: check.env && [...check.env],
          resources: {
            requests: { cpu: '10m', memory: '64Mi' },
            limits: { cpu: '500m', memory: '256Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: check.mounts && [...check.mounts],
        },
      ],
      volumes: check.volumes && [...check.volumes],
    },
  };
}
