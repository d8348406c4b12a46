import type { KubeObject } from '../../kubelet/PodHost';

const namespace = 'kube-system';

/** A seeded object, and the resource that it is one of. */
export interface SeededObject {
  readonly group: string;
  readonly plural: string;
  readonly object: KubeObject;
}

function addon(name: string, image: string): SeededObject[] {
  const labels = { 'app.kubernetes.io/name': name };
  return [
    {
      group: '',
      plural: 'serviceaccounts',
      object: {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace },
      },
    },
    {
      group: 'apps',
      plural: 'deployments',
      object: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace, labels },
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              serviceAccountName: name,
              containers: [{ name, image }],
            },
          },
        },
      },
    },
  ];
}

function storageClass(): SeededObject {
  return {
    group: 'storage.k8s.io',
    plural: 'storageclasses',
    // As on new EKS clusters since 1.30: there, but not the default.
    object: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp2' },
      provisioner: 'kubernetes.io/aws-ebs',
      parameters: { type: 'gp2', fsType: 'ext4' },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  };
}

function csiDriver(): SeededObject {
  return {
    group: 'storage.k8s.io',
    plural: 'csidrivers',
    object: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'ebs.csi.aws.com' },
      spec: {
        attachRequired: true,
        podInfoOnMount: false,
        volumeLifecycleModes: ['Persistent'],
      },
    },
  };
}

function csiNode(name: string): SeededObject {
  return {
    group: 'storage.k8s.io',
    plural: 'csinodes',
    object: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { name },
      spec: {
        drivers: [
          {
            name: 'ebs.csi.aws.com',
            nodeID: name,
            topologyKeys: ['topology.ebs.csi.aws.com/zone'],
          },
        ],
      },
    },
  };
}

function loadBalancerWebhook(): SeededObject {
  return {
    group: 'admissionregistration.k8s.io',
    plural: 'mutatingwebhookconfigurations',
    object: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'aws-load-balancer-webhook' },
      webhooks: [
        {
          name: 'mservice.elbv2.k8s.aws',
          admissionReviewVersions: ['v1beta1'],
          sideEffects: 'None',
          clientConfig: {
            service: {
              name: 'aws-load-balancer-webhook-service',
              namespace,
              path: '/mutate-v1-service',
            },
          },
          rules: [
            {
              operations: ['CREATE'],
              apiGroups: [''],
              apiVersions: ['v1'],
              resources: ['services'],
            },
          ],
        },
      ],
    },
  };
}

/** What EKS and its add-ons have put into the cluster. */
export function addonObjects(cluster: {
  readonly nodeNames: readonly string[];
  readonly hasLoadBalancerController: boolean;
}): SeededObject[] {
  return [
    storageClass(),
    csiDriver(),
    ...cluster.nodeNames.map(csiNode),
    ...addon('coredns', 'eks/coredns:v1.12.1'),
    ...addon('ebs-csi-controller', 'ebs-csi-driver/aws-ebs-csi-driver:v1.45.0'),
    ...(cluster.hasLoadBalancerController
      ? [
          ...addon(
            'aws-load-balancer-controller',
            'eks/aws-load-balancer-controller:v2.13.0',
          ),
          loadBalancerWebhook(),
        ]
      : []),
  ];
}
