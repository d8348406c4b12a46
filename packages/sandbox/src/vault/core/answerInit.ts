import { encryptTo, readPgpKeys } from '../seal/pgpKeys';
import type { JsonObject } from '../util/json';
import type { Core } from './Core';
import type { InitRequest } from './initRequest';

/**
 * Initialises Vault and answers as `sys/init` does. What is encrypted to a key is the share in hexadecimal; the answer has
 * the ciphertext where the share would be.
 */
export async function answerInit(
  core: Core,
  request: InitRequest,
): Promise<JsonObject> {
  const { recovery, recoveryPgpKeys, rootTokenPgpKey } = request;
  // Before anything is initialised: a key that cannot be read must not cost the shares.
  const holders = await readPgpKeys(recoveryPgpKeys);
  const [rootHolder] = await readPgpKeys(
    rootTokenPgpKey ? [rootTokenPgpKey] : [],
  );
  const { recoveryShares, rootToken } = await core.initialize(recovery);
  const shares =
    holders.length > 0
      ? await Promise.all(
          recoveryShares.map((share, index) =>
            encryptTo(holders[index], share.toString('hex')),
          ),
        )
      : recoveryShares;
  return {
    keys: [],
    keys_base64: [],
    recovery_keys: shares.map(share => share.toString('hex')),
    recovery_keys_base64: shares.map(share => share.toString('base64')),
    root_token: rootHolder
      ? (await encryptTo(rootHolder, rootToken)).toString('base64')
      : rootToken,
  };
}
