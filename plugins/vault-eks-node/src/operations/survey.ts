import {
  Finding,
  ownershipValue,
  VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { BlueprintContext } from '../blueprint/context';
import type { VaultEksConfig } from '../config';
import type { EksConnections } from '../connections/eks';
import { version } from '../../package.json';
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
  run: { readonly signal: AbortSignal; readonly initiator?: string },
): Promise<Survey> {
  const { signal, initiator } = run;
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
    const ownership = {
      owner: ownershipValue(spec),
      by: initiator ?? connection.aws.callerArn,
      version,
      tags: spec.tags,
      adopt: spec.adopt,
    };
    const known = { spec, network, names, ownership, config };
    return { context: { ...connection, ...known } };
  } catch (error) {
    signal.throwIfAborted();
    return { finding: unreachableFinding(error) };
  }
}

/** A finding as running text. */
export const sentence = ({ what, why, fix }: Finding) =>
  `${what} ${why} ${fix}`;
