import type { Sandbox } from '@vault-eks/sandbox';

/** One AWS call as the sandbox recorded it. */
export interface ControlledCall {
  /** When it was made, in ISO 8601. */
  readonly at: string;
  readonly service: string;
  readonly operation: string;
  readonly principalArn: string;
  readonly status: number;
  readonly errorCode?: string;
  /** The rights that it took, as IAM names them. */
  readonly rights: readonly string[];
  /** Id of the VPC endpoint that it came through. */
  readonly endpoint?: string;
}

/** What is to go wrong with a call; see the sandbox's README. */
export interface FaultRequest {
  readonly service: string;
  readonly operation: string;
  readonly kind: string;
  readonly count?: number;
  readonly skip?: number;
  /** Who must make the call: a user of Kubernetes, or `client` for programs that ask Vault. Default: anybody. */
  readonly principal?: string;
  readonly delayMs?: number;
}

type Controlled = Pick<Sandbox, 'controlUrl'>;

/** Asks the control endpoint. */
export async function ask(
  { controlUrl }: Controlled,
  path: string,
  method = 'GET',
  body?: object,
) {
  const answer = await fetch(`${controlUrl}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return answer.status === 204 ? undefined : answer.json();
}

/** Lets a call go wrong. */
export const breakCall = (sandbox: Controlled, fault: FaultRequest) =>
  ask(sandbox, 'faults', 'POST', fault);

/** How many faults have not struck yet, or not as often as they are to. */
export async function pendingFaults(sandbox: Controlled): Promise<number> {
  return (await ask(sandbox, 'faults')).faults.length;
}

/** Takes the faults back that have not struck, and says how many those are. */
export async function mendCalls(sandbox: Controlled): Promise<number> {
  const { faults } = await ask(sandbox, 'faults');
  await ask(sandbox, 'faults', 'DELETE');
  return faults.length;
}

/** How long what was just made is not seen by reads, in seconds a service. */
export const beLate = (
  sandbox: Controlled,
  seconds: Readonly<Record<string, number>>,
) => ask(sandbox, 'consistency', 'POST', seconds);

/** The AWS calls since a number, and the number of the last. */
export const callsSince = (
  sandbox: Controlled,
  since = 0,
): Promise<{
  readonly last: number;
  readonly calls: readonly ControlledCall[];
}> => ask(sandbox, `calls?since=${since}`);
