import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { RunStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from './ManagedResource';
import { NotLookedAtError } from './NotLookedAtError';
import { Backoff, Patience, SettleOptions } from './settle';

/** What became of one thing. */
export interface Reconciled<TObserved> {
  readonly observed: TObserved;
  readonly outcome: RunStep['outcome'];
  /** Why it was not done. */
  readonly reason?: string;
  /** Whether anything was changed. */
  readonly changed: boolean;
}

/** The refusals among changes, in words, or `undefined` when there is none. */
export function refusalOf(changes: readonly Change[]): string | undefined {
  const refusals = changes.flatMap(change => change.refusal ?? []);
  return refusals.length > 0 ? refusals.join(' ') : undefined;
}

const describe = (changes: readonly Change[]) =>
  changes.map(c => `${c.field}: ${c.from ?? '(absent)'}`).join(', ');

/** What cannot be seen for as long is not waited for any more: another leader is found within seconds. */
const UNSEEN_MS = 60_000;

/** An outage that ends is noticed at once. */
const UNSEEN_DELAY_MS = 1_000;

/** Looks until something can be seen. */
async function observeInTime<TObserved>(
  resource: ManagedResource<TObserved, unknown>,
  ctx: OperationContext,
  settle: SettleOptions,
): Promise<TObserved | undefined> {
  const { waiting } = resource;
  const atMostMs = waiting?.atMostMs ?? UNSEEN_MS;
  const timeoutMs = Math.min(settle.timeoutMs, atMostMs);
  const maxDelayMs = Math.min(settle.maxDelayMs, UNSEEN_DELAY_MS);
  const backoff = new Backoff({ ...settle, timeoutMs, maxDelayMs });
  let told = false;
  for (;;) {
    try {
      return await resource.observe(ctx);
    } catch (error) {
      if (!(error instanceof NotLookedAtError) || !error.passes) {
        throw error;
      }
      if (backoff.expired) {
        throw waiting
          ? await waiting.explain(ctx, [
              { field: 'not looked at', from: error.message },
            ])
          : error;
      }
      if (!told) {
        told = true;
        ctx.log(`Waiting: ${error.message}`);
      }
    }
    await backoff.wait(ctx.signal);
  }
}

/**
 * Brings one thing to what is wanted: look, create or update, and look again until nothing differs. Every round starts
 * from what is there, so a run that was interrupted at any call is finished by the next.
 *
 * @throws ConflictError when a difference is refused
 */
export async function reconcile<TObserved>(
  resource: ManagedResource<TObserved, unknown>,
  ctx: OperationContext,
  settle: SettleOptions,
): Promise<Reconciled<TObserved>> {
  const patience = new Patience(settle);
  let waitingSince: number | undefined;
  let outcome: 'created' | 'updated' | 'adopted' | undefined;
  for (;;) {
    ctx.signal.throwIfAborted();
    const observed = await observeInTime(resource, ctx, settle);
    let situation = 'it was made but cannot be seen yet';
    if (observed === undefined) {
      if (!outcome) {
        await resource.create(ctx);
        outcome = 'created';
      }
    } else {
      const changes = resource.diff(observed);
      if (changes.length === 0) {
        const reason = resource.notDone?.(observed);
        if (reason !== undefined) {
          return { observed, outcome: 'not-done', reason, changed: false };
        }
        const untouched = resource.adopted?.(observed) ? 'adopted' : 'kept';
        return {
          observed,
          outcome: outcome ?? untouched,
          changed: outcome !== undefined,
        };
      }
      const refusal = refusalOf(changes);
      if (refusal) {
        throw new ConflictError(refusal);
      }
      const toUpdate = changes.filter(change => !change.pending);
      if (toUpdate.length > 0) {
        await resource.update(ctx, observed, toUpdate);
        const adopts = toUpdate.some(change => change.adopts);
        outcome ??= adopts ? 'adopted' : 'updated';
        waitingSince = undefined;
      } else {
        waitingSince ??= Date.now();
        const { waiting } = resource;
        if (waiting && Date.now() - waitingSince >= waiting.atMostMs) {
          throw await waiting.explain(ctx, changes);
        }
      }
      situation = describe(changes);
    }
    await patience.next(situation, ctx.signal);
  }
}

/** Runs a step that acts each time, and looks at what it found. */
export async function runStep<TObserved>(
  resource: ManagedResource<TObserved, unknown>,
  ctx: OperationContext,
): Promise<Reconciled<TObserved>> {
  await resource.create(ctx);
  const observed = await resource.observe(ctx);
  if (observed === undefined) {
    throw new ServiceUnavailableError('The step ended without a result');
  }
  return { observed, outcome: 'ran', changed: false };
}
