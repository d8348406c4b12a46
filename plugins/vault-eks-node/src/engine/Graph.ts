import type { ManagedResource } from './ManagedResource';

/** Names a node of the graph and the type of what it puts out. */
export interface NodeRef<TOutput> {
  readonly id: string;
  /** Never set: carries the type only. */
  readonly outputType?: TOutput;
}

/** What a node needs from others, by the names it uses for them; a name without a node is something the spec leaves out. */
export type Needs = { readonly [name: string]: NodeRef<unknown> | undefined };

/** The outputs of the needed nodes under the same names; `undefined` where there may be no node. */
export type NeededOutputs<TNeeds extends Needs> = {
  readonly [K in keyof TNeeds]: TNeeds[K] extends NodeRef<infer TOutput>
    ? TOutput
    : NonNullable<TNeeds[K]> extends NodeRef<infer TOutput>
    ? TOutput | undefined
    : never;
};

/** How one node is declared. */
export interface NodeDefinition<TNeeds extends Needs, TObserved, TOutput> {
  /** Stable, for example `dynamodb-table`. */
  readonly id: string;
  /** The phase it is shown under, for example `AWS`. */
  readonly phase: string;
  /** Shown in a plan while `make` cannot be called yet, because a needed output is still unknown. */
  readonly title?: string;
  readonly needs: TNeeds;
  /** Further nodes that must be done first, whose outputs do not matter. */
  readonly after?: readonly NodeRef<unknown>[];
  /** What it lives in, such as a namespace: that stays as long as this does. */
  readonly inside?: readonly NodeRef<unknown>[];
  /** What it ends with, such as a policy with its Vault: a destroy neither looks at it nor deletes it. */
  readonly endsWith?: NodeRef<unknown>;
  /**
   * `run` for steps that act each time, such as the final verification, and are not "created": `create` is called
   * in every run, then `observe` tells what it found.
   */
  readonly kind?: 'thing' | 'run';
  /** Stands in for outputs that a plan cannot know yet, where `forecast` can say something without them. */
  readonly assumed?: NeededOutputs<TNeeds>;
  make(outputs: NeededOutputs<TNeeds>): ManagedResource<TObserved, TOutput>;
}

/** A node with its types erased, as the reconciler walks it. */
export interface GraphNode {
  readonly id: string;
  readonly phase: string;
  readonly title?: string;
  readonly kind: 'thing' | 'run';
  readonly assumed?: Readonly<Record<string, unknown>>;
  readonly needs: Readonly<Record<string, string>>;
  readonly after: readonly string[];
  readonly inside: readonly string[];
  readonly endsWith?: string;
  make(
    outputs: Readonly<Record<string, unknown>>,
  ): ManagedResource<unknown, unknown>;
}
