import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import {
  initStatusAnswer,
  PodAnswer,
  runningPods,
  VaultClient,
  VaultPods,
  withPod,
} from '../../../connections/vault';
import { poll } from '../../../connections/poll';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import type { Custody, CustodyRecord } from '../custody/Custody';
import { askInitialised } from '../askInitialised';
import { observeWhenUp } from '../observeWhenUp';
import { notServing } from '../rollOut/notServing';
import { initialise, keysUnderwayUntil } from './initialise';
import { lostKeys } from './lostKeys';

/** What is known of an initialised Vault. */
export interface ObservedInitialisation {
  readonly custody: CustodyRecord['state'];
  /** Until then a run that still lives may bring the keys to custody. */
  readonly underwayUntil?: Date;
  readonly answers: readonly PodAnswer[];
}

/** A pod that runs answers within seconds; its readiness does not matter here. */
const ANSWER_TIMEOUT_MS = 2 * 60_000;

/** Pods unseal within five seconds of an initialisation, and a leader that was killed is followed within eleven. */
const SERVING_TIMEOUT_MS = 3 * 60_000;

/** Vault's initialisation: once ever, never repeated, never overwriting keys. */
export function initialisation(options: {
  readonly spec: VaultClusterSpec;
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly custody: Custody;
  /** The table's name, for the one message that needs it. */
  readonly table: string;
  /** Whether this run wipes first what is left of an initialisation without keys. */
  readonly startsOver?: boolean;
}): ManagedResource<ObservedInitialisation, { readonly initialised: true }> {
  const { spec, kubernetes, pods, custody, table, startsOver } = options;

  const isInitialised = async (client: VaultClient, signal: AbortSignal) => {
    const { initialized } = await client.call(
      { method: 'GET', path: 'sys/init', signal },
      initStatusAnswer,
    );
    return initialized;
  };

  return {
    title: `Initialisation of Vault ${spec.namespace}/${spec.release}`,
    async observe(ctx) {
      const answers = await observeWhenUp(() =>
        askInitialised({ kubernetes, pods, custody }, ctx),
      );
      if (!answers) {
        return undefined;
      }
      const record = await custody.read(ctx).catch(error => {
        if (error instanceof NotFoundError) {
          return { state: 'empty' as const };
        }
        throw error;
      });
      return {
        custody: record.state,
        underwayUntil:
          record.state === 'initialising'
            ? keysUnderwayUntil(record.startedAt)
            : undefined,
        answers,
      };
    },
    diff({ custody: state, underwayUntil, answers }) {
      if (state === 'initialising') {
        return [
          startsOver
            ? { field: 'custody', from: state, to: 'new keys', pending: true }
            : {
                field: 'custody',
                from: state,
                refusal: lostKeys({
                  ...{ spec, table, underwayUntil },
                  secret: custody.name,
                }),
              },
        ];
      }
      const changes: Change[] = [];
      const sealed = Array.from(
        { length: spec.replicas },
        (_, i) => `${pods.fullname}-${i}`,
      ).filter(
        name => answers.find(a => a.pod === name)?.health?.sealed !== false,
      );
      if (sealed.length > 0) {
        changes.push({
          field: 'unsealed',
          from: `not ${sealed.join(', ')}`,
          to: 'every pod',
          pending: true,
        });
      }
      const leaders = answers.filter(a => a.leader?.is_self);
      if (leaders.length !== 1) {
        changes.push({
          field: 'leaders',
          from: `${leaders.length}`,
          to: '1',
          pending: true,
        });
      }
      return changes;
    },
    async create(ctx: OperationContext) {
      const first = await poll(
        async () => (await runningPods(kubernetes, pods, ctx))[0],
        {
          signal: ctx.signal,
          timeoutMs: ANSWER_TIMEOUT_MS,
          onTimeout: () =>
            new ServiceUnavailableError(
              `No pod of Vault ${spec.namespace}/${spec.release} runs`,
            ),
        },
      );
      await withPod(pods, first, ctx, async (client, signal) => {
        const initialised = await poll(
          () => isInitialised(client, signal).catch(() => undefined),
          {
            signal: ctx.signal,
            timeoutMs: ANSWER_TIMEOUT_MS,
            onTimeout: () =>
              new ServiceUnavailableError(
                `Vault pod ${first} runs but does not answer; see kubectl logs -n ${spec.namespace} ${first}`,
              ),
          },
        );
        if (!initialised) {
          await initialise({ client, custody, wanted: spec.custody, ctx });
        }
      });
    },
    async update() {
      // Pods unseal and elect by themselves.
    },
    waiting: {
      atMostMs: SERVING_TIMEOUT_MS,
      explain: (ctx, changes) =>
        notServing({ kubernetes, pods, replicas: spec.replicas, ctx }, changes),
    },
    async delete() {
      // It ends with the data.
    },
    // Custody that was never marked: others have done it, and have the keys.
    adopted: ({ custody: state }) => state === 'empty',
    output: () => ({ initialised: true }),
    predict: () => ({ initialised: true }),
  };
}
