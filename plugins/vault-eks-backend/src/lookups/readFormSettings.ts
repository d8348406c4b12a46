import type { RootConfigService } from '@backstage/backend-plugin-api';
import { countIn, millisecondsIn, timeLimitIn } from '../configValues';

/** What app-config says of the look-ups and plans of forms. */
export interface FormSettings {
  readonly lookUpsFreshForMs: number;
  readonly lookUpsTimeoutMs: number;
  readonly plansAtOnce: number;
  readonly plansPerUser: number;
  readonly planTimeoutMs: number;
}

/**
 * Reads app-config once.
 *
 * @throws Error or InputError naming the path of a value that cannot be used
 */
export function readFormSettings(config: RootConfigService): FormSettings {
  return {
    lookUpsFreshForMs: millisecondsIn(config, 'vaultEks.lookups.cacheFor', {
      seconds: 15,
    }),
    lookUpsTimeoutMs: timeLimitIn(config, 'vaultEks.lookups.timeout', {
      seconds: 20,
    }),
    plansAtOnce: countIn(config, 'vaultEks.plans.atOnce', 4),
    plansPerUser: countIn(config, 'vaultEks.plans.perUser', 2),
    planTimeoutMs: timeLimitIn(config, 'vaultEks.plans.timeout', {
      seconds: 90,
    }),
  };
}
