import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, type HumanDuration } from '@backstage/types';

/**
 * Milliseconds of a duration in app-config.
 *
 * @throws InputError naming the key when it cannot be used
 */
export function millisecondsIn(
  config: RootConfigService,
  key: string,
  fallback: HumanDuration,
): number {
  const value = durationToMilliseconds(
    config.has(key) ? readDurationFromConfig(config, { key }) : fallback,
  );
  if (!Number.isFinite(value) || value < 0) {
    throw new InputError(`${key} in app-config must not be negative`);
  }
  return Math.round(value);
}

/** Timers take no more, which is a little under 25 days. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Milliseconds that something may take, by app-config.
 *
 * @throws InputError naming the key when it cannot be used: nothing can be done in no time
 */
export function timeLimitIn(
  config: RootConfigService,
  key: string,
  fallback: HumanDuration,
): number {
  const value = millisecondsIn(config, key, fallback);
  if (value < 1 || value > MOST_MS) {
    throw new InputError(
      `${key} in app-config must be from 1 millisecond to 24 days`,
    );
  }
  return value;
}

/**
 * A whole number from 1 on in app-config.
 *
 * @throws InputError naming the key when it cannot be used
 */
export function countIn(
  config: RootConfigService,
  key: string,
  fallback: number,
): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `${key} in app-config must be a whole number from 1 on, not ${value}`,
    );
  }
  return value;
}
