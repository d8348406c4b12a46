import type {
  V1EnvVar,
  V1Pod,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import type { Owner } from '../ownership';

/** Name of the container whose command is the check. */
export const CHECK_CONTAINER = 'check';

/** Bears the purpose of a check pod; what has this label is ours, short-lived, and swept away when it was left behind. */
export const CHECK_POD_LABEL = 'vault-eks.io/check-pod';

/** A pod that runs one command to its end, to see something from inside the cluster. */
export interface CheckPod {
  readonly owner: Owner;
  /** Default: the namespace of the Vault. */
  readonly namespace?: string;
  /** What it is for, as a DNS label of at most 40 characters; it becomes part of the pod's name. */
  readonly purpose: string;
  readonly command: readonly string[];
  /** Default: `default`, without a token. */
  readonly serviceAccount?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly env?: readonly V1EnvVar[];
  readonly volumes?: readonly V1Volume[];
  readonly mounts?: readonly V1VolumeMount[];
}

/** What is taken over from the Vault pods, so that a check pod is let in wherever they are. */
export interface CheckPodTemplate {
  readonly image: string;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: NonNullable<V1Pod['spec']>['tolerations'];
}

/** What became of a check pod. */
export interface CheckPodResult {
  readonly node: string;
  /** Of the pod as it ran, webhooks included. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly exitCode: number;
  /** What the command wrote, at most 64 KiB of it. */
  readonly log: string;
  /** When the API server says that it made the pod; whole seconds. */
  readonly createdAt: Date;
  /** This process' clock before and after the call that made it. */
  readonly asked: { readonly from: Date; readonly to: Date };
}
