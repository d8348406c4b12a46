import { poll, PollOptions } from '../../connections/poll';

/** How long a thing that another run made is looked for. */
export type LookAgain = Pick<PollOptions, 'timeoutMs' | 'intervalMs'>;

/** EC2 shows most of what was made within seconds, to whomever. */
const DEFAULT_LOOK_AGAIN: LookAgain = { timeoutMs: 15_000, intervalMs: 500 };

/**
 * Makes a call that another run may have made a moment ago. When AWS refuses it for what is there already, that is looked
 * for: once it shows, the reconciler goes on with it, and says whose it is when it is not ours.
 *
 * @throws what `refusal` makes of the error when nothing of the kind shows, so that the reason must be another one; any
 * other error as it is
 */
export async function unlessOvertaken(
  call: Promise<unknown>,
  options: {
    /** Whether the error says that something is there already. */
    isRace(error: unknown): boolean;
    /** Whether what another run made can be seen by now. */
    shows(): Promise<boolean>;
    refusal(error: unknown): Error;
    readonly signal: AbortSignal;
    readonly lookAgain?: LookAgain;
  },
): Promise<void> {
  const { isRace, shows, refusal, signal } = options;
  try {
    await call;
  } catch (error) {
    if (!isRace(error)) {
      throw error;
    }
    await poll(async () => (await shows()) || undefined, {
      ...(options.lookAgain ?? DEFAULT_LOOK_AGAIN),
      signal,
      onTimeout: () => refusal(error),
    });
  }
}
