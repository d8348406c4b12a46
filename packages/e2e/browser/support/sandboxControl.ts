import { expect } from '@playwright/test';
import { sandboxFacts } from '../vaultRequest';

async function ask(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${sandboxFacts().controlUrl}/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
}

/** A call of AWS, Kubernetes or Vault that is to go wrong. */
export interface Fault {
  readonly service: string;
  readonly operation: string;
  readonly kind: string;
  readonly count: number;
}

/** From now on these calls go wrong. */
export const addFault = (fault: Fault) => ask('POST', '/faults', fault);

/** Every call goes well again. */
export const clearFaults = () => ask('DELETE', '/faults');

/** The container of a Vault pod dies without a word. */
export const killPod = (options: {
  readonly cluster: string;
  readonly pod: string;
  /** Milliseconds until it is started again. */
  readonly holdMs: number;
}) =>
  ask('POST', `/clusters/${options.cluster}/pods/vault/${options.pod}/kill`, {
    signal: 'SIGKILL',
    holdMs: options.holdMs,
  });

/** The API server of a cluster cuts every connection and is away for a while; told when it is back. */
export async function interruptApiServer(options: {
  readonly cluster: string;
  readonly downMs: number;
}): Promise<void> {
  const answer = await fetch(
    `${sandboxFacts().controlUrl}/control/clusters/${
      options.cluster
    }/api-server/interrupt`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ downMs: options.downMs }),
      signal: AbortSignal.timeout(options.downMs + 20_000),
    },
  );
  expect(answer.status).toBe(200);
}
