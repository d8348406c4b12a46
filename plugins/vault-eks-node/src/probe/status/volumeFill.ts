import type {
  CallOptions,
  KubernetesConnection,
} from '../../connections/kubernetes';
import { timeLimit } from '../../connections/timeLimit';

/** How full a file system is, as the pod that mounts it sees it. */
export interface VolumeFill {
  readonly usedBytes: number;
  readonly capacityBytes: number;
}

/** By the name of the claim. */
export type VolumeFills = ReadonlyMap<string, VolumeFill>;

/** A line of `df -kP`: device, blocks, used, free, percent, where. The chart mounts each claim below /vault by its own name. */
const MOUNT = /^\S+\s+(\d+)\s+(\d+)\s+\d+\s+\d+%\s+\/vault\/(audit|data)$/;

/** What `df -kP` in a pod says of its claims. */
export function volumeFillIn(
  output: string,
  pod: string,
): readonly (readonly [string, VolumeFill])[] {
  return output.split('\n').flatMap(line => {
    const [, blocks, used, claim] = MOUNT.exec(line.trim()) ?? [];
    return claim
      ? [
          [
            `${claim}-${pod}`,
            {
              usedBytes: Number(used) * 1024,
              capacityBytes: Number(blocks) * 1024,
            },
          ] as const,
        ]
      : [];
  });
}

/** Looks into some pods side by side. One that may not be looked into, or does not answer, says nothing. */
export async function readVolumeFill(
  kubernetes: KubernetesConnection,
  namespace: string,
  pods: readonly string[],
  options: CallOptions & { readonly timeoutMs: number },
): Promise<VolumeFills> {
  const signal = timeLimit(options.timeoutMs, options.signal);
  const found = await Promise.all(
    pods.map(async pod => {
      try {
        const { stdout } = await kubernetes.exec(
          { namespace, pod, container: 'vault', command: ['df', '-kP'] },
          { signal },
        );
        return volumeFillIn(stdout, pod);
      } catch {
        options.signal.throwIfAborted();
        return [];
      }
    }),
  );
  return new Map(found.flat());
}
