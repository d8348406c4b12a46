import type {
  FleetCluster,
  StatusTransitions,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { aLeaderChange } from '../src/testing/fixtures';
import { MovingVaultEksApi } from './MovingVaultEksApi';

/** Never comes: a portal that is still asked. */
const NEVER = new Promise<never>(() => {});

/** What a {@link StillVaultEksApi} answers; an error is thrown, and `pending` never comes. */
export interface StillAnswers {
  readonly status?: VaultClusterStatus | Error | 'pending';
  readonly clusters?: FleetCluster[] | Error | 'pending';
}

function answer<T>(value: T | Error | 'pending'): T | Promise<never> {
  if (value === 'pending') {
    return NEVER;
  }
  if (value instanceof Error) {
    throw value;
  }
  return value;
}

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * HOUR_MS).toISOString();

/** A Vault that stays in one state; only its audit log goes on. */
export class StillVaultEksApi extends MovingVaultEksApi {
  readonly #answers: StillAnswers;

  constructor(answers: StillAnswers) {
    super();
    this.#answers = answers;
  }

  async getStatus(): Promise<VaultClusterStatus> {
    return answer(this.#answers.status ?? super.getStatus());
  }

  async listClusters(): Promise<FleetCluster[]> {
    return answer(this.#answers.clusters ?? super.listClusters());
  }

  async listTransitions(): Promise<StatusTransitions> {
    return {
      transitions: [
        aLeaderChange(6, 'vault-0', hoursAgo(3.2)),
        aLeaderChange(5, undefined, hoursAgo(3.3)),
        aLeaderChange(4, 'vault-2', hoursAgo(7)),
        aLeaderChange(3, 'vault-1', hoursAgo(20)),
        aLeaderChange(2, 'vault-0', hoursAgo(26)),
      ],
    };
  }
}
