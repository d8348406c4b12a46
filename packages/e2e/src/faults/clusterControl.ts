import type { Sandbox } from '@vault-eks/sandbox';
import { ask, type ControlledCall } from './control';

type Controlled = Pick<Sandbox, 'controlUrl' | 'clusters'>;

const clusterPath = ({ clusters }: Controlled) =>
  `clusters/${clusters[0].name}`;

/** The calls to the API servers and to Vault since a number, and the number of the last. */
export const clusterCallsSince = (
  sandbox: Controlled,
  since = 0,
): Promise<{
  readonly last: number;
  readonly calls: readonly ControlledCall[];
}> => ask(sandbox, `cluster-calls?since=${since}`);

/** Cuts every connection to the first cluster's API server, which is away for so many milliseconds. */
export const interruptApiServer = (sandbox: Controlled, downMs = 0) =>
  ask(sandbox, `${clusterPath(sandbox)}/api-server/interrupt`, 'POST', {
    downMs,
  });

/** Ends the process of a pod, as a crash or a lack of memory does. */
export const killPod = (
  sandbox: Controlled,
  pod: string,
  options: { readonly namespace?: string; readonly holdMs?: number } = {},
) => {
  const { namespace = 'vault', holdMs } = options;
  return ask(
    sandbox,
    `${clusterPath(sandbox)}/pods/${namespace}/${pod}/kill`,
    'POST',
    { holdMs },
  );
};

/** Takes the space of the volume behind a claim, or gives it back. */
export const fillVolume = (sandbox: Controlled, claim: string, full: boolean) =>
  ask(sandbox, `${clusterPath(sandbox)}/claims/vault/${claim}/space`, 'POST', {
    full,
  });

/** Sets the clock of a pod's node ahead. */
export const shiftClock = (
  sandbox: Controlled,
  pod: string,
  offsetMs: number,
) =>
  ask(sandbox, `${clusterPath(sandbox)}/pods/vault/${pod}/clock`, 'POST', {
    offsetMs,
  });
