import { randomUUID } from 'node:crypto';
import { dealRecoveryKey, type RecoveryConfig } from '../seal/recoveryKeys';
import { randomHex } from '../util/random';
import { activate, type Surroundings } from './ActiveVault';
import type { SealedStore } from './SealedStore';
import type { ServerLog } from './ServerLog';

/** Where the cluster's own name is stored. */
export const CLUSTER_INFO = 'core/cluster/local/info';

/** What an initialisation gives to whom asked for it, once. */
export interface InitAnswer {
  readonly recoveryShares: readonly Buffer[];
  readonly rootToken: string;
}

/** Makes the barrier, the cluster's name, the recovery key and the first root token. */
export async function initializeVault(
  config: RecoveryConfig,
  options: {
    readonly sealed: SealedStore;
    readonly clusterName: string | undefined;
    readonly surroundings: Omit<Surroundings, 'haNodes'>;
    readonly log: ServerLog;
  },
): Promise<InitAnswer> {
  const { sealed, clusterName, surroundings, log } = options;
  log.info('security barrier not initialized');
  const { key, shares } = await dealRecoveryKey(config);
  const barrier = await sealed.initialize(config, key);
  log.info('security barrier initialized', {
    stored: 1,
    shares: 1,
    threshold: 1,
  });
  const name = clusterName ?? `vault-cluster-${randomHex(4)}`;
  await barrier.put(CLUSTER_INFO, { name, id: randomUUID() });
  // Nothing reads these here; whoever looks into the table finds them, as after an init of Vault.
  await barrier.put('core/cluster/local/name', { name });
  await barrier.put('core/cluster/feature-flags', {});
  const vault = await activate(barrier, { ...surroundings, haNodes: () => [] });
  const root = await vault.tokens.create({
    policies: ['root'],
    path: 'auth/token/root',
    displayName: 'root',
    ttl: 0,
    orphan: true,
  });
  log.info('root token generated');
  vault.close();
  return { recoveryShares: shares, rootToken: root.id };
}
