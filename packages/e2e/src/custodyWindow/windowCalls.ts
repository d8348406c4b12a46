import type { Sandbox } from '@vault-eks/sandbox';
import { clusterCallsSince } from '../faults/clusterControl';
import { callsSince } from '../faults/control';

/** A call between the marker and the scrub: which, and the how-manieth of its kind in the whole deploy. */
export interface WindowCall {
  readonly service: string;
  readonly operation: string;
  readonly skip: number;
}

interface Seen {
  readonly service: string;
  readonly operation: string;
  readonly at: string;
}

/** Who calls Vault as programs do, in the sandbox's log. */
const PROGRAM = 'client';

/** Numbers the calls of each kind, and keeps those of a span of time. */
function within(
  calls: readonly Seen[],
  from: string,
  to: string,
): WindowCall[] {
  const seen = new Map<string, number>();
  return calls.flatMap(({ service, operation, at }) => {
    const kind = `${service} ${operation}`;
    const skip = seen.get(kind) ?? 0;
    seen.set(kind, skip + 1);
    return from <= at && at <= to ? [{ service, operation, skip }] : [];
  });
}

/** What a deploy asks of Secrets Manager and of Vault, from the mark in custody to the end of the root token's secret. */
export async function windowCalls(
  sandbox: Pick<Sandbox, 'controlUrl' | 'clusters'>,
  run: () => Promise<unknown>,
): Promise<readonly WindowCall[]> {
  const before = await callsSince(sandbox);
  const beforeVault = await clusterCallsSince(sandbox);
  await run();
  const aws = (await callsSince(sandbox, before.last)).calls.filter(
    ({ service }) => service === 'secretsmanager',
  );
  const vault = (
    await clusterCallsSince(sandbox, beforeVault.last)
  ).calls.filter(
    ({ service, principalArn }) =>
      service === 'vault' && principalArn === PROGRAM,
  );
  // The secret of the root token is made just before custody is marked, to prove that it can be.
  const marked = aws.findIndex(
    ({ operation }) => operation === 'PutSecretValue',
  );
  const mark = aws
    .slice(0, marked)
    .reverse()
    .find(({ operation }) => operation === 'CreateSecret');
  const scrub = aws.find(({ operation }) => operation === 'DeleteSecret');
  if (!mark || !scrub) {
    throw new Error('The deploy neither marked custody nor scrubbed it');
  }
  return [
    ...within(aws, mark.at, scrub.at),
    ...within(vault, mark.at, scrub.at),
  ];
}
