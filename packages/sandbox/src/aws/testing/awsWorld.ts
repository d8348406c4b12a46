import { clusterIdentity } from '../../clusterIdentity';
import { SEED } from '../../seed';
import { createStateStore, type ClosableStateStore } from '../../state';
import type { ClusterIdentity, StateStore } from '../../world';
import {
  createAwsServer,
  type AwsServer,
  type AwsServerOptions,
} from '../createAwsServer';
import type { ClientConfig } from './assumeNewRole';

export type { ClientConfig } from './assumeNewRole';

/** An AWS endpoint for a test, and what SDK clients need to reach it. */
export interface AwsWorld {
  readonly aws: AwsServer;
  readonly clusters: readonly ClusterIdentity[];
  readonly store: ClosableStateStore;
  /** Configuration of the administrator's clients. */
  readonly admin: ClientConfig;
  close(): Promise<void>;
}

/** Starts the sandbox's AWS with its ordinary seed. */
export async function startAwsWorld(
  options: Partial<AwsServerOptions> & { readonly folder?: string } = {},
): Promise<AwsWorld> {
  const { folder, ...rest } = options;
  const store = createStateStore(folder);
  const clusters = await (folder === undefined
    ? sharedIdentities()
    : identitiesIn(store));
  const aws = await createAwsServer({
    seed: SEED,
    clusters,
    state: store,
    latency: 'none',
    port: 0,
    ...rest,
  });
  return {
    aws,
    clusters,
    store,
    admin: {
      endpoint: aws.url,
      region: SEED.region,
      credentials: SEED.accessKey,
      maxAttempts: 1,
    },
    async close() {
      await aws.close();
      await store.close();
    },
  };
}

let shared: Promise<ClusterIdentity[]> | undefined;

/** Keys and certificates take long to make, and a world without a folder has no use for its own. */
function sharedIdentities(): Promise<ClusterIdentity[]> {
  shared ??= identitiesIn(createStateStore(undefined));
  return shared;
}

function identitiesIn(store: StateStore): Promise<ClusterIdentity[]> {
  return Promise.all(
    SEED.clusters.map((cluster, index) =>
      clusterIdentity({
        seed: SEED,
        cluster,
        endpoint: `https://127.0.0.1:${6443 + index}`,
        store,
      }),
    ),
  );
}
