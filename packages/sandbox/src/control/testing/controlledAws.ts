import { createAwsServer, Pace, Quotas, type AwsServer } from '../../aws';
import { clusterIdentity } from '../../clusterIdentity';
import { SEED } from '../../seed';
import { createStateStore } from '../../state';
import type { ClusterIdentity, RunningServer } from '../../world';
import { PodDisturbances } from '../../interference/PodDisturbances';
import { CallLog } from '../CallLog';
import { startControlServer, type ControlledCluster } from '../ControlServer';
import { InjectedFaults } from '../faults';
import { pageUser } from '../pageUser';

/** An AWS with a control endpoint, for a test. */
export interface ControlledAws {
  readonly aws: AwsServer;
  readonly control: RunningServer;
  readonly identity: ClusterIdentity;
  /** What an SDK client of the administrator is made with; it does not try again. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: typeof SEED.accessKey;
    readonly maxAttempts: number;
  };
  /** Sends JSON to a path of the control endpoint; answers with the status and what came back. */
  ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly answer: unknown }>;
  close(): Promise<void>;
}

/** Starts the sandbox's AWS with its ordinary seed and the control endpoint over it. */
export async function startControlledAws(
  cluster?: Omit<ControlledCluster, 'identity'>,
): Promise<ControlledAws> {
  const state = createStateStore(undefined);
  const identity = await clusterIdentity({
    seed: SEED,
    cluster: SEED.clusters[0],
    endpoint: 'https://127.0.0.1:1',
    store: state,
  });
  const page = pageUser(SEED.account);
  const calls = new CallLog(new Set([page.principalArn]));
  const faults = new InjectedFaults();
  const pace = new Pace('none');
  const quotas = new Quotas();
  const aws = await createAwsServer({
    seed: SEED,
    clusters: [identity],
    state,
    pace,
    quotas,
    port: 0,
    accessKeys: [page],
    faults,
    onCall: call => calls.record(call),
  });
  const access = { endpoint: aws.url, region: SEED.region };
  const control = await startControlServer({
    port: 0,
    account: SEED.account,
    aws: { ...access, credentials: page },
    helmRepository: 'http://helm',
    clusters: cluster ? [{ ...cluster, identity }] : [],
    faults,
    calls,
    clusterCalls: new CallLog(new Set()),
    disturbances: new PodDisturbances(),
    pace,
    quotas,
    serves: aws.serves,
  });
  return {
    aws,
    control,
    identity,
    client: { ...access, credentials: SEED.accessKey, maxAttempts: 1 },
    async ask(method, path, body) {
      const response = await fetch(`${control.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        answer: text === '' ? undefined : JSON.parse(text),
      };
    },
    async close() {
      await control.close();
      await aws.close();
    },
  };
}
