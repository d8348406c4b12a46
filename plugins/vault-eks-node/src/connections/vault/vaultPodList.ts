import type { V1Pod } from '@kubernetes/client-node';
import type { CallOptions, KubernetesConnection } from '../kubernetes';

/** The labels that the chart gives the pods of the Vault server. */
export function serverSelector(release: string): string {
  return `app.kubernetes.io/name=vault,app.kubernetes.io/instance=${release},component=server`;
}

const ordinal = (pod: V1Pod) =>
  Number(pod.metadata?.name?.match(/-(\d+)$/)?.[1] ?? 0);

/** The server pods of a release in the order of their ordinals, those that are about to end among them. */
export async function listAllVaultPods(
  kubernetes: KubernetesConnection,
  ref: { readonly namespace: string; readonly release: string },
  options: CallOptions,
): Promise<V1Pod[]> {
  const pods = await kubernetes.list<V1Pod>(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: ref.namespace,
      labelSelector: serverSelector(ref.release),
    },
    options,
  );
  return pods.sort((a, b) => ordinal(a) - ordinal(b));
}

/** Whether a pod has been told to end. */
export function isEnding(pod: V1Pod): boolean {
  return pod.metadata?.deletionTimestamp !== undefined;
}

/** The server pods of a release that are meant to stay, in the order of their ordinals. */
export async function listVaultPods(
  ...of: Parameters<typeof listAllVaultPods>
): Promise<V1Pod[]> {
  const pods = await listAllVaultPods(...of);
  return pods.filter(pod => !isEnding(pod));
}

/** Whether the Vault process is up, whatever it says of itself: one that is not initialised is Running and never Ready. */
export function isRunning(pod: V1Pod): boolean {
  return (
    pod.status?.phase === 'Running' &&
    pod.status.containerStatuses?.every(c => c.state?.running) === true
  );
}

/** Why a pod does not run, in a few words. */
export function whyNotRunning(pod: V1Pod): string {
  const containers = pod.status?.containerStatuses ?? [];
  const waiting = containers.find(c => c.state?.waiting)?.state?.waiting;
  const ended = containers.find(c => c.state?.terminated)?.state?.terminated;
  const unscheduled = pod.status?.conditions?.find(
    c => c.type === 'PodScheduled' && c.status === 'False',
  );
  return (
    waiting?.reason ??
    (ended && `its container ended with exit code ${ended.exitCode}`) ??
    unscheduled?.message ??
    pod.status?.phase ??
    'no status yet'
  );
}
