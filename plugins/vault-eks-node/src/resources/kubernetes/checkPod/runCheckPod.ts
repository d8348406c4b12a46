import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { V1Pod } from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';
import {
  CHECK_CONTAINER,
  CheckPod,
  CheckPodResult,
  CheckPodTemplate,
} from './CheckPod';
import { checkPodManifest } from './manifest';
import { lastWords, readLog } from './readLog';
import { hopeless, waitsFor, whyNotDone } from './whyNotDone';
import { timeLimit } from '../../../connections/timeLimit';

/** Long enough to pull an image onto a new node. */
const TIMEOUT_MS = 120_000;
const POLL_MS = 500;
/** A pod goes although the run that made it was called off. */
const REMOVE_TIMEOUT_MS = 15_000;

type Kubernetes = Pick<
  KubernetesConnection,
  'create' | 'get' | 'delete' | 'logs'
>;

const ended = ({ status }: V1Pod) =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed';

/** Waits until the pod has ended; the one that is stuck for good is not waited for. */
async function untilEnded(
  kubernetes: Kubernetes,
  ref: { readonly name: string; readonly namespace: string },
  timeoutMs: number,
  call: CallOptions,
): Promise<V1Pod> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const pod = await kubernetes.get<V1Pod>(
      { apiVersion: 'v1', kind: 'Pod', ...ref },
      call,
    );
    if (pod && ended(pod)) {
      return pod;
    }
    const stuck = pod && hopeless(pod);
    if (!pod || stuck || Date.now() > deadline) {
      const waiting = pod && waitsFor(pod);
      const words =
        pod && waiting?.state?.running
          ? await lastWords(kubernetes, pod, waiting.name, call)
          : '';
      throw new ServiceUnavailableError(
        `Pod ${ref.namespace}/${ref.name} did not end: ${
          stuck ?? whyNotDone(pod)
        }${words && `; it last said: ${words}`}`,
      );
    }
    await sleep(POLL_MS, undefined, { signal: call.signal });
  }
}

/**
 * Makes a pod, waits until its command has ended, reads what it wrote, and removes the pod again: after a failure and an
 * abort too. What a killed process leaves, `sweepCheckPods` of the next takes away.
 *
 * @throws ServiceUnavailableError when the pod does not come to its end, with the reason and what its container said last
 */
export async function runCheckPod(options: {
  readonly kubernetes: Kubernetes;
  readonly check: CheckPod;
  readonly template: CheckPodTemplate;
  readonly signal: AbortSignal;
  /** Milliseconds. Default: two minutes. */
  readonly timeoutMs?: number;
}): Promise<CheckPodResult> {
  const { kubernetes, check, template, signal } = options;
  const { timeoutMs = TIMEOUT_MS } = options;
  const seconds = Math.ceil(timeoutMs / 1000);
  const manifest = checkPodManifest(check, template, seconds);
  const { name, namespace } = manifest.metadata;
  const from = new Date();
  try {
    const made = await kubernetes.create<V1Pod>(manifest, { signal });
    const to = new Date();
    const pod = await untilEnded(kubernetes, { name, namespace }, timeoutMs, {
      signal,
    });
    const failing = waitsFor(pod);
    if (failing && failing.name !== CHECK_CONTAINER) {
      throw new ServiceUnavailableError(
        `Pod ${namespace}/${name}: container ${
          failing.name
        } failed and said: ${await lastWords(kubernetes, pod, failing.name, {
          signal,
        })}`,
      );
    }
    const state = failing?.state?.terminated;
    if (failing && !state) {
      throw new ServiceUnavailableError(
        `Pod ${namespace}/${name} failed: ${
          pod.status?.message ?? pod.status?.reason ?? whyNotDone(pod)
        }`,
      );
    }
    return {
      node: pod.spec?.nodeName ?? '',
      annotations: pod.metadata?.annotations ?? {},
      exitCode: state?.exitCode ?? 0,
      log: await readLog(kubernetes, pod, CHECK_CONTAINER, { signal }),
      createdAt: new Date(made.metadata?.creationTimestamp ?? Number.NaN),
      asked: { from, to },
    };
  } finally {
    // Also when the call that made it broke: it may have been made all the same.
    await kubernetes
      .delete(
        { apiVersion: 'v1', kind: 'Pod', name, namespace },
        { signal: timeLimit(REMOVE_TIMEOUT_MS) },
      )
      .catch(() => undefined);
  }
}
