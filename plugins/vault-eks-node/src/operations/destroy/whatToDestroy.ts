import { ConflictError, isError } from '@backstage/errors';
import type {
  Finding,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../../blueprint';
import {
  buildAwsBlueprint,
  buildEndpointsBlueprint,
} from '../../blueprint/awsBlueprint';
import type { BlueprintContext } from '../../blueprint/context';
import type { GraphNode } from '../../engine';
import { surveyCluster, Workshop } from '../survey';
import { surveyRemains } from './surveyRemains';

/** What a destroy is about, or the reason why it cannot be told. */
export type ToDestroy =
  | {
      readonly account: string;
      /** Graphs without an edge between them, to be taken down one after the other. */
      readonly graphs: readonly (readonly GraphNode[])[];
      readonly finding?: undefined;
    }
  | {
      readonly finding: Finding;
      readonly account?: undefined;
      readonly graphs?: undefined;
    };

async function assertKubernetesAnswers(
  { kubernetes, cluster }: BlueprintContext,
  signal: AbortSignal,
) {
  try {
    await kubernetes.version({ signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new ConflictError(
      `Nothing was deleted. The Kubernetes API of ${
        cluster.name
      } does not answer (${
        isError(error) ? error.message : 'the call failed'
      }). Mend that and run again, or set onlyAws: true to delete what is on AWS alone; a Vault that still runs there then stops working.`,
    );
  }
}

/**
 * Finds out what there may be to delete. With `onlyAws` the EKS cluster may be gone: what it left on AWS bears the tag of
 * this Vault.
 *
 * @throws ConflictError when the cluster is there and its API does not answer
 */
export async function whatToDestroy(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: {
    readonly onlyAws: boolean;
    readonly signal: AbortSignal;
    readonly initiator?: string;
  },
): Promise<ToDestroy> {
  const { onlyAws, signal } = options;
  const { context, finding } = await surveyCluster(workshop, spec, options);
  if (context && !onlyAws) {
    await assertKubernetesAnswers(context, signal);
    const { nodes } = buildBlueprint(context, { leftovers: true });
    return { account: context.aws.account, graphs: [nodes] };
  }
  if (context) {
    const graphs = [buildAwsBlueprint(context)];
    return { account: context.aws.account, graphs };
  }
  if (finding.id !== 'cluster-not-found') {
    return { finding };
  }
  if (!onlyAws) {
    const fix = `${finding.fix} If the EKS cluster itself was deleted, set onlyAws: true to delete what is left on AWS.`;
    return { finding: { ...finding, fix } };
  }
  const [first, ...others] = await surveyRemains(workshop, spec, options);
  return {
    account: first.aws.account,
    graphs: [
      buildAwsBlueprint(first),
      ...others.map(other => buildEndpointsBlueprint(other)),
    ],
  };
}
