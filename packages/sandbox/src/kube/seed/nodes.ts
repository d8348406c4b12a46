import type { KubeObject } from '../../kubelet/PodHost';
import type { SeededNode } from '../../world';
import { timestamp } from '../api/objects';

const INSTANCE_TYPE = 'm6i.large';

/** The Node object of a seeded worker node. */
export function nodeObject(
  node: SeededNode,
  cluster: { readonly region: string; readonly version: string },
): KubeObject {
  const now = timestamp();
  const resources = { cpu: '2', memory: '7904Mi', pods: '29' };
  const condition = (
    type: string,
    status: string,
    reason: string,
    message: string,
  ) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'eks.amazonaws.com/nodegroup': 'default',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': INSTANCE_TYPE,
        'topology.ebs.csi.aws.com/zone': node.zone,
        'topology.kubernetes.io/region': cluster.region,
        'topology.kubernetes.io/zone': node.zone,
      },
    },
    spec: { providerID: `aws:///${node.zone}/${node.instanceId}` },
    status: {
      addresses: [
        { type: 'InternalIP', address: node.internalIp },
        { type: 'InternalDNS', address: node.name },
        { type: 'Hostname', address: node.name },
      ],
      allocatable: resources,
      capacity: resources,
      conditions: [
        condition(
          'MemoryPressure',
          'False',
          'KubeletHasSufficientMemory',
          'kubelet has sufficient memory available',
        ),
        condition(
          'DiskPressure',
          'False',
          'KubeletHasNoDiskPressure',
          'kubelet has no disk pressure',
        ),
        condition(
          'PIDPressure',
          'False',
          'KubeletHasSufficientPID',
          'kubelet has sufficient PID available',
        ),
        condition(
          'Ready',
          'True',
          'KubeletReady',
          'kubelet is posting ready status',
        ),
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'Amazon Linux 2023',
        kubeletVersion: `v${cluster.version}.0-eks-sandbox`,
        kubeProxyVersion: `v${cluster.version}.0-eks-sandbox`,
        containerRuntimeVersion: 'containerd://2.1.0',
        kernelVersion: '6.12.0',
        machineID: node.instanceId,
        systemUUID: node.instanceId,
        bootID: node.instanceId,
      },
    },
  };
}
