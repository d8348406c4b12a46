import pLimit from 'p-limit';
import { useGatedStatus, type GatedStatus } from './useGatedStatus';

const POLL_MS = 30_000;

/** Each answer makes the portal ask every pod; a long list must not do that all at once. */
const limit = pLimit(4);

/** The status of one Vault among many: asked less often, and a few at a time. */
export function useFleetStatus(entityRef: string): GatedStatus {
  return useGatedStatus(entityRef, { intervalMs: POLL_MS, limit });
}
