/** What every verb gets: a signal to stop on and a line to speak on. */
export interface OperationContext {
  readonly signal: AbortSignal;
  /** One readable line about progress; never a secret. */
  log(line: string): void;
}

/** One field of a thing that differs from what is wanted. */
export interface Change {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
  /** Set when the field cannot be changed in place: the reason and the fix. The run then stops before changing anything. */
  readonly refusal?: string;
  /** Set beside a refusal when only another thing in its place would do: the plan then says replace. */
  readonly replace?: boolean;
  /** Set on the change that takes a thing over which others made, because the spec says so. */
  readonly adopts?: boolean;
  /** Set when the service gets there by itself, such as a table that is still CREATING: it is waited for, not updated. */
  readonly pending?: boolean;
}

/** What a destroy makes of a thing that is there. */
export type Removal =
  | { readonly verb: 'delete' }
  /** It stays: it is not ours, or others live in it. The reason continues "because …". */
  | { readonly verb: 'keep'; readonly reason: string }
  /** It is to go but cannot yet: the destroy stops before it deletes anything. The reason says how to go on. */
  | { readonly verb: 'refuse'; readonly reason: string };

/**
 * A managed thing: the one contract of this product. What exists is found by name and ownership tag, so a
 * run needs no state file and any run may be repeated or resumed.
 */
export interface ManagedResource<TObserved, TOutput> {
  /** For a person, with the thing's own name: `DynamoDB table vault-demo`. */
  readonly title: string;
  /**
   * What is there now; read-only; `undefined` when absent.
   *
   * @throws NotLookedAtError when nothing can be seen for now, so that it may well be there
   */
  observe(ctx: OperationContext): Promise<TObserved | undefined>;
  /** How that differs from what is wanted; pure; empty when nothing does. */
  diff(observed: TObserved): readonly Change[];
  /** Makes it. Called only when absent; must survive finding that it came into being meanwhile. */
  create(ctx: OperationContext): Promise<void>;
  /**
   * Brings it from observed to wanted, only by the changes that `diff` named. May do a part: it is called again, with
   * what was observed then, until `diff` is empty.
   */
  update(
    ctx: OperationContext,
    observed: TObserved,
    changes: readonly Change[],
  ): Promise<void>;
  /** Removes it. Never called for what is not ours; may find that it was removed in part already. */
  delete(ctx: OperationContext, observed: TObserved): Promise<void>;
  /** What dependants need to know of it. */
  output(observed: TObserved): TOutput;
  /** The output as far as it is known before the thing exists; `undefined` when only creation can tell. */
  predict?(): TOutput | undefined;
  /**
   * What making or changing it would come to, for a plan: further lines, and refusals that only a trial shows. Read-only;
   * asked when it is absent, or when `diff` found something to change.
   */
  forecast?(
    ctx: OperationContext,
    observed?: TObserved,
  ): Promise<readonly Change[]>;
  /** Why it is left undone although the run goes on, with the way to have it done; looked at when nothing differs. */
  notDone?(observed: TObserved): string | undefined;
  /** Whether what was observed is used as it is, because it is not ours. */
  adopted?(observed: TObserved): boolean;
  /**
   * What a destroy makes of what was observed. Without this, what is neither refused nor adopted is deleted. Needed where
   * a thing of ours may be refused (a disabled key), or one that is brought to the spec is not ours to delete (adopted).
   */
  removal?(observed: TObserved, ctx: OperationContext): Promise<Removal>;
  /**
   * What is pending is waited for as long as for the slowest thing there is, and what cannot be looked at for a minute,
   * unless this says otherwise.
   */
  readonly waiting?: {
    readonly atMostMs: number;
    /** Why it does not get there, found out when the time is up. */
    explain(ctx: OperationContext, changes: readonly Change[]): Promise<Error>;
  };
  /** Why destroy leaves it alone unless asked by name; set for data-bearing things. Continues "because …". */
  readonly retain?: string;
}
