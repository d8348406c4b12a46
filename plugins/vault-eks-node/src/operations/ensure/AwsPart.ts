import type {
  Plan,
  RunStep,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { BlueprintContext } from '../../blueprint/context';
import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import type { PreflightCheck } from '../../preflight';
import type { OperationOptions } from '../../VaultEks';

/** How a part of the AWS half is brought to the spec. */
export interface PartOptions extends OperationOptions {
  /** Only say what would happen; outputs are predicted then, as far as they can be. */
  readonly dryRun?: boolean;
}

/** What became of a part of the AWS half: names, ARNs and ids only. */
export interface PartReport<TOutputs> {
  /** Set in a dry run only. */
  readonly plan?: Plan;
  /** What was done; empty in a dry run. */
  readonly steps: readonly RunStep[];
  readonly changed: boolean;
  /** Milliseconds. */
  readonly durationMs: number;
  /** Complete after a run; in a dry run without what only creation can tell. */
  readonly outputs: Partial<TOutputs>;
}

/** Reads the output of a node; `undefined` when it is not known yet, or there is no such node. */
export type ReadOutput = <T>(ref: NodeRef<T> | undefined) => T | undefined;

/** A part of the product that can be run alone. */
export interface AwsPart<TOutputs> {
  /** What is looked at before the plan. */
  readonly checks: readonly PreflightCheck[];
  /** Refuses what needs no call to be refused. @throws InputError naming what cannot be used, with the fix */
  refuse?(spec: VaultClusterSpec): Promise<void>;
  /** Adds its nodes, and says how its outputs are read from theirs. */
  add(
    graph: GraphBuilder,
    ctx: BlueprintContext,
    run: Pick<OperationOptions, 'vaultToken'>,
  ): (read: ReadOutput) => Partial<TOutputs>;
}
