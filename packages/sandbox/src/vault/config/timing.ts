/** How long Vault waits for what. */
export interface VaultTiming {
  /** Between two attempts of an uninitialised node to unseal itself. */
  readonly unsealRetryMs: number;
  readonly lockTtlMs: number;
  readonly lockRenewMs: number;
  readonly lockRetryMs: number;
  /** Between two looks at who leads. */
  readonly leaderCheckMs: number;
  /** Between two signs of life from a standby to the active node. */
  readonly heartbeatMs: number;
  /** How long a node that stepped down lets the others go first. */
  readonly stepDownSleepMs: number;
  /** The clock of the node, in milliseconds since 1970. */
  now(): number;
}

/** What a real Vault with DynamoDB storage does. */
export const REAL_TIMING: VaultTiming = {
  unsealRetryMs: 5_000,
  lockTtlMs: 15_000,
  lockRenewMs: 5_000,
  lockRetryMs: 1_000,
  leaderCheckMs: 2_500,
  heartbeatMs: 5_000,
  stepDownSleepMs: 10_000,
  now: () => Date.now(),
};
