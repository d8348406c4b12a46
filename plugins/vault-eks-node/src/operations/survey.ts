import {
  Finding,
  ownershipValue,
  VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { BlueprintContext } from '../blueprint/context';
import type { VaultEksConfig } from '../config';
import type { EksConnections } from '../connections/eks';
import { unreachableFinding } from '../preflight';
import { readNetwork } from '../resources/aws';
import { checkUserValues } from '../resources/kubernetes';

/** What the operations work with. */
export interface Workshop {
  readonly config: VaultEksConfig;
  readonly eks: EksConnections;
}

/** A cluster that can be looked at, or the reason why not. */
export type Survey =
  | { readonly context: BlueprintContext; readonly finding?: undefined }
  | { readonly context?: undefined; readonly finding: Finding };

/**
 * Reads what must be known before anything can be planned.
 *
 * @throws InputError when the spec itself cannot work; no call was made then
 */
export async function surveyCluster(
  { config, eks }: Workshop,
  spec: VaultClusterSpec,
  signal: AbortSignal,
): Promise<Survey> {
  checkUserValues(spec);
  try {
    const { account, region, cluster: name } = spec;
    const connection = await eks.connect(
      { account, region, cluster: name },
      { signal, fresh: true },
    );
    const network = await readNetwork({
      ec2: connection.aws.ec2,
      cluster: connection.cluster,
      endpoints: spec.endpoints,
      signal,
    });
    const names = vaultNames(spec);
    const owner = ownershipValue(spec);
    return { context: { ...connection, spec, network, names, owner, config } };
  } catch (error) {
    signal.throwIfAborted();
    return { finding: unreachableFinding(error) };
  }
}

/** A finding as running text. */
export const sentence = ({ what, why, fix }: Finding) =>
  `${what} ${why} ${fix}`;
