import { ConflictError } from '@backstage/errors';
import type {
  Finding,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { BlueprintContext } from '../../blueprint/context';
import {
  applyGraph,
  createGraph,
  observeGraph,
  PlannedNode,
  SettleOptions,
} from '../../engine';
import type { NodeRef } from '../../engine/Graph';
import { runPreflight } from '../../preflight';
import { passPreflight } from '../passPreflight';
import { planOf } from '../planOf';
import { refuseCopies, refuseToken } from '../refuseBeforeCalls';
import { sentence, surveyCluster, Workshop } from '../survey';
import type { AwsPart, PartOptions, PartReport } from './AwsPart';

type Run = PartOptions & { readonly settle?: SettleOptions };

async function planPart<T>(
  context: BlueprintContext,
  part: AwsPart<T>,
  { signal, logger, vaultToken }: Run,
): Promise<PartReport<T>> {
  const started = Date.now();
  const graph = createGraph();
  const outputs = part.add(graph, context, { vaultToken });
  const log = (line: string) => logger.info(line);
  const nodes = graph.build();
  let planned: ReadonlyMap<string, PlannedNode> = new Map();
  const look = async () => {
    planned = await observeGraph(nodes, { signal, log });
    return nodes.flatMap(({ id }) => planned.get(id)?.step ?? []);
  };
  const [checked, looked] = await Promise.allSettled([
    runPreflight({ ...context, signal }, part.checks),
    look(),
  ]);
  signal.throwIfAborted();
  if (checked.status === 'rejected') {
    throw checked.reason;
  }
  return {
    plan: planOf(checked.value, looked),
    steps: [],
    changed: false,
    durationMs: Date.now() - started,
    outputs: outputs(
      // The reference was made by the same `add` that fixed the type of the node's output.
      <O>(ref: NodeRef<O> | undefined) =>
        ref && (planned.get(ref.id)?.output?.value as O | undefined),
    ),
  };
}

async function applyPart<T>(
  context: BlueprintContext,
  part: AwsPart<T>,
  { signal, logger, settle, vaultToken }: Run,
): Promise<PartReport<T>> {
  const started = Date.now();
  const graph = createGraph();
  const outputs = part.add(graph, context, { vaultToken });
  const nodes = graph.build();
  const log = (line: string) => logger.info(line);
  const beside = async () => {
    await passPreflight({ ...context, signal }, logger, part.checks);
  };
  const result = await applyGraph(nodes, { signal, log, settle, beside });
  if (!result.changed) {
    logger.info('Nothing had to be changed');
  }
  return {
    steps: result.steps,
    changed: result.changed,
    durationMs: Date.now() - started,
    outputs: outputs(ref => ref && result.outputOf(ref)),
  };
}

const unreachable = <T>(finding: Finding): PartReport<T> => ({
  plan: { steps: [], findings: [finding], changes: false, blocked: true },
  ...{ steps: [], changed: false, durationMs: 0, outputs: {} },
});

/**
 * Brings one part of the AWS half to the spec, with everything that it needs and nothing else: checks first, then a whole
 * plan, then the changes. In a dry run it ends with the plan.
 *
 * @throws InputError when the spec cannot be used as it is; no call was made then
 * @throws ConflictError when a check or the plan refuses; nothing was changed then
 */
export async function ensurePart<T>(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: Run & { readonly part: AwsPart<T> },
): Promise<PartReport<T>> {
  const { part, dryRun, vaultToken } = options;
  refuseToken(vaultToken);
  refuseCopies(spec, workshop.config);
  await part.refuse?.(spec);
  const { context, finding } = await surveyCluster(workshop, spec, options);
  if (!context) {
    if (dryRun) {
      return unreachable(finding);
    }
    throw new ConflictError(`Nothing was changed. ${sentence(finding)}`);
  }
  return dryRun
    ? planPart(context, part, options)
    : applyPart(context, part, options);
}
