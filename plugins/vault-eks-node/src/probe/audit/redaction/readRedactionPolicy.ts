import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { wrongPattern } from './pathMask';
import { DEFAULT_REDACTION, type RedactionPolicy } from './RedactionPolicy';

const KEY = 'vaultEks.audit.redact';
const HASHES: readonly RedactionPolicy['hashes'][] = [
  'shortened',
  'hidden',
  'whole',
];

/**
 * Reads `vaultEks.audit.redact`.
 *
 * @throws InputError naming the key whose value cannot be used
 */
export function readRedactionPolicy(config: Config): RedactionPolicy {
  const names = (key: 'headers' | 'metadata') => {
    const given = config.getOptionalStringArray(`${KEY}.${key}`);
    given?.forEach((name, i) => {
      if (name.trim() !== name || name === '') {
        throw new InputError(
          `${KEY}.${key}[${i}] in app-config must be a name without spaces around it`,
        );
      }
    });
    return given ?? DEFAULT_REDACTION[key];
  };
  const wanted =
    config.getOptionalString(`${KEY}.hashes`) ?? DEFAULT_REDACTION.hashes;
  const hashes = HASHES.find(known => known === wanted);
  if (!hashes) {
    throw new InputError(
      `${KEY}.hashes in app-config must be one of ${HASHES.join(', ')}`,
    );
  }
  const maskedPaths = config.getOptionalStringArray(`${KEY}.paths`) ?? [];
  maskedPaths.forEach((pattern, i) => {
    const wrong = wrongPattern(pattern);
    if (wrong) {
      throw new InputError(`${KEY}.paths[${i}] in app-config ${wrong}`);
    }
  });
  return {
    hashes,
    headers: names('headers'),
    metadata: names('metadata'),
    maskedPaths,
  };
}
