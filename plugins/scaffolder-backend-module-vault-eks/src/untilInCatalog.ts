import { setTimeout as sleep } from 'node:timers/promises';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const LOOK_EVERY_MS = 500;
const GIVE_UP_AFTER_MS = 30_000;

/** Waits until the catalog shows an entity; `false` when it takes longer than is worth waiting for. */
export type UntilInCatalog = (
  entityRef: string,
  options: {
    readonly credentials: BackstageCredentials;
    readonly signal?: AbortSignal;
  },
) => Promise<boolean>;

/** Looks with the asker's own credentials: a page they may not see does not become visible by waiting. */
export function createUntilInCatalog(services: {
  readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly lookEveryMs?: number;
  readonly giveUpAfterMs?: number;
}): UntilInCatalog {
  const { catalog, lookEveryMs = LOOK_EVERY_MS } = services;
  return async (entityRef, { credentials, signal }) => {
    const deadline = Date.now() + (services.giveUpAfterMs ?? GIVE_UP_AFTER_MS);
    while (Date.now() < deadline) {
      if (await catalog.getEntityByRef(entityRef, { credentials })) {
        return true;
      }
      await sleep(lookEveryMs, undefined, { signal });
    }
    return false;
  };
}
