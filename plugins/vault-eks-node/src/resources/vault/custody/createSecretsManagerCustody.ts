import { isDeepStrictEqual } from 'node:util';
import {
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { z } from 'zod/v3';
import type { CallOptions } from '../../../connections/kubernetes';
import { parseJson } from '../../../connections/parseJson';
import {
  Custody,
  CustodyRecord,
  custodyRecord,
  keptForGood,
  OtherKeysError,
} from './Custody';
import {
  readSecretValue,
  replaceSecretValue,
  SecretValue,
} from './secretValue';
import type { TransientSecret } from './TransientSecret';

/** Vault's whole answer to its initialisation, in one write: a crash after it loses nothing. */
const transientRecord = keptForGood
  .partial()
  .extend({ rootToken: z.string().optional() });

type TransientRecord = z.output<typeof transientRecord>;

function parse(name: string, text: string | undefined): CustodyRecord {
  if (!text) {
    return { state: 'empty' };
  }
  const record = custodyRecord.safeParse(parseJson(text));
  if (!record.success) {
    // Its text is not quoted: whatever it is, it is a secret.
    throw new ConflictError(
      `Secret ${name} holds something that this product did not write; name another one in \`custody.secretName\``,
    );
  }
  return record.data;
}

/**
 * Custody in AWS Secrets Manager. The secret itself is a resource of the AWS phase; this only writes its value.
 *
 * The root token is kept apart: Secrets Manager gives earlier versions of a value back for as long as it likes, so
 * what must be gone one day cannot share a secret with what must stay.
 *
 * Each write replaces what it has read and nothing else, so that of two runs side by side none writes over the keys
 * that the other has just received.
 */
export function createSecretsManagerCustody(options: {
  readonly client: SecretsManagerClient;
  readonly name: string;
  readonly rootToken: TransientSecret;
}): Custody {
  const { client, name, rootToken: transient } = options;

  const transientIn = (text: string | undefined): TransientRecord => {
    const record = transientRecord.safeParse(text ? parseJson(text) : {});
    if (!record.success) {
      throw new ConflictError(
        `The secret of the root token beside ${name} holds something that this product did not write; look at it, delete it and run again`,
      );
    }
    return record.data;
  };

  const currentValue = async (
    call: CallOptions,
  ): Promise<SecretValue | undefined> => {
    try {
      return await readSecretValue(client, name, call);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) {
        throw error;
      }
      // A secret without any version answers like one that does not exist.
      if (/staging label|version/i.test(error.message)) {
        return undefined;
      }
      throw new NotFoundError(`There is no secret ${name}`);
    }
  };

  /**
   * A custody secret that holds nothing beside keys that are held: another one was named when they were made. To go on would
   * forget a root token that is alive.
   */
  const throwIfHeldForAnother = async (call: CallOptions): Promise<void> => {
    const held = transientIn((await transient.read(call))?.text);
    if (held.recoveryKeys || held.rootToken) {
      throw new ConflictError(
        `Secret ${name} holds nothing, but the secret of the root token beside it holds what another custody secret is for: name that one in \`custody.secretName\` and run again. When it is gone, keep what the secret of the root token holds, revoke that token, delete the secret and run again`,
      );
    }
  };

  /** With what an interrupted run had brought to the transient secret only. */
  const completed = async (
    record: CustodyRecord,
    call: CallOptions,
  ): Promise<CustodyRecord> => {
    if (record.state === 'empty') {
      await throwIfHeldForAnother(call);
      return record;
    }
    const kept = transientIn((await transient.read(call))?.text);
    const { rootToken, recoveryKeys, ...rest } = kept;
    if (record.state === 'initialised') {
      return { ...record, rootToken };
    }
    return recoveryKeys
      ? { state: 'initialised', recoveryKeys, rootToken, ...rest }
      : record;
  };

  /** Writes beside the secret, never over the keys of another initialisation. */
  const keepForNow = async (record: TransientRecord, call: CallOptions) => {
    const before = await transient.read(call);
    const { recoveryKeys } = transientIn(before?.text);
    if (recoveryKeys && !isDeepStrictEqual(recoveryKeys, record.recoveryKeys)) {
      throw new OtherKeysError(`The secret of the root token beside ${name}`);
    }
    await transient.write(JSON.stringify(record), before, call);
  };

  return {
    name,
    async read(call) {
      const value = await currentValue(call).catch(async error => {
        if (error instanceof NotFoundError) {
          await throwIfHeldForAnother(call);
        }
        throw error;
      });
      return completed(parse(name, value?.text), call);
    },
    async write(record, call) {
      const { rootToken, ...kept } = { rootToken: undefined, ...record };
      const before = await currentValue(call);
      const found = parse(name, before?.text);
      if (
        found.state === 'initialised' &&
        (record.state !== 'initialised' ||
          !isDeepStrictEqual(found.recoveryKeys, record.recoveryKeys))
      ) {
        throw new OtherKeysError(`Secret ${name}`);
      }
      if (record.state === 'initialising') {
        // Before Vault is initialised, and still empty: that both secrets can be written is proven by then.
        await keepForNow({}, call);
      }
      if (record.state === 'initialised' && rootToken) {
        const { state, ...everything } = record;
        await keepForNow(everything, call);
      }
      const text = JSON.stringify(kept);
      if (text !== before?.text) {
        await replaceSecretValue(
          client,
          { name, text, replaces: before },
          call,
        );
      }
      if (record.state === 'initialised' && !rootToken) {
        await transient.destroy(call);
      }
    },
  };
}
