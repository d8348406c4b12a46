import type { KubeObject } from '../../kubelet/PodHost';

const namespace = 'kube-system';

/** A seeded object, and the resource that it is one of. */
export interface SeededObject {
  readonly group: string;
  readonly plural: string;
  readonly object: KubeObject;
}

/** A controller of an add-on, under the labels and the service account that the add-on gives it. */
function addon(options: {
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount?: string;
}): SeededObject[] {
  const { name, image, labels, serviceAccount = name } = options;
  return [
    {
      group: '',
      plural: 'serviceaccounts',
      object: {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: serviceAccount, namespace },
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
              serviceAccountName: serviceAccount,
              containers: [{ name, image }],
            },
          },
        },
      },
    },
  ];
}

const DNS_LABELS = {
  'eks.amazonaws.com/component': 'coredns',
  'k8s-app': 'kube-dns',
};

function dnsService(): SeededObject {
  return {
    group: '',
    plural: 'services',
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kube-dns',
        namespace,
        labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' },
      },
      spec: {
        clusterIP: '10.100.0.10',
        selector: { 'k8s-app': 'kube-dns' },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
          { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        ],
      },
    },
  };
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
    dnsService(),
    ...addon({
      name: 'coredns',
      image: 'eks/coredns:v1.12.1',
      labels: DNS_LABELS,
    }),
    ...addon({
      name: 'ebs-csi-controller',
      image: 'ebs-csi-driver/aws-ebs-csi-driver:v1.45.0',
      labels: {
        app: 'ebs-csi-controller',
        'app.kubernetes.io/name': 'aws-ebs-csi-driver',
      },
      serviceAccount: 'ebs-csi-controller-sa',
    }),
    ...(cluster.hasLoadBalancerController
      ? [
          ...addon({
            name: 'aws-load-balancer-controller',
            image: 'eks/aws-load-balancer-controller:v2.13.0',
            labels: {
              'app.kubernetes.io/name': 'aws-load-balancer-controller',
            },
          }),
          loadBalancerWebhook(),
        ]
      : []),
  ];
}
