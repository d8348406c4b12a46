import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { z } from 'zod/v3';
import type { CallOptions } from '../../../connections/kubernetes';
import { parseJson } from '../../../connections/parseJson';
import { Custody, CustodyRecord, custodyRecord } from './Custody';
import type { TransientSecret } from './TransientSecret';

/** Vault's whole answer to its initialisation, in one write: a crash after it loses nothing. */
const transientRecord = z.object({
  rootToken: z.string().optional(),
  recoveryKeys: z.array(z.string()).min(1).optional(),
  initialisedAt: z.string().optional(),
});

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
 */
export function createSecretsManagerCustody(options: {
  readonly client: SecretsManagerClient;
  readonly name: string;
  readonly rootToken: TransientSecret;
}): Custody {
  const { client, name, rootToken: transient } = options;

  const keepForNow = (record: TransientRecord, call: CallOptions) =>
    transient.write(JSON.stringify(record), call);

  const keptForNow = async (call: CallOptions): Promise<TransientRecord> => {
    const text = await transient.read(call);
    const record = transientRecord.safeParse(text ? parseJson(text) : {});
    if (!record.success) {
      throw new ConflictError(
        `The secret of the root token beside ${name} holds something that this product did not write; look at it, delete it and run again`,
      );
    }
    return record.data;
  };

  /** With what an interrupted run had brought to the transient secret only. */
  const completed = async (
    record: CustodyRecord,
    call: CallOptions,
  ): Promise<CustodyRecord> => {
    if (record.state === 'empty') {
      return record;
    }
    const { rootToken, recoveryKeys, initialisedAt } = await keptForNow(call);
    if (record.state === 'initialised') {
      return { ...record, rootToken };
    }
    return recoveryKeys
      ? { state: 'initialised', recoveryKeys, rootToken, initialisedAt }
      : record;
  };

  return {
    name,
    async read(call) {
      try {
        const answer = await client.send(
          new GetSecretValueCommand({ SecretId: name }),
          { abortSignal: call.signal },
        );
        return await completed(parse(name, answer.SecretString), call);
      } catch (error) {
        // A secret without any version answers like one that does not exist.
        if (
          error instanceof ResourceNotFoundException &&
          /staging label|version/i.test(error.message)
        ) {
          return { state: 'empty' };
        }
        if (error instanceof ResourceNotFoundException) {
          throw new NotFoundError(`There is no secret ${name}`);
        }
        throw error;
      }
    },
    async write(record, call) {
      const { rootToken, ...kept } = { rootToken: undefined, ...record };
      if (record.state === 'initialising') {
        // Before Vault is initialised, and still empty: that both secrets can be written is proven by then.
        await keepForNow({}, call);
      }
      if (record.state === 'initialised' && rootToken) {
        const { recoveryKeys, initialisedAt } = record;
        await keepForNow({ rootToken, recoveryKeys, initialisedAt }, call);
      }
      await client.send(
        new PutSecretValueCommand({
          SecretId: name,
          SecretString: JSON.stringify(kept),
        }),
        { abortSignal: call.signal },
      );
      if (record.state === 'initialised' && !rootToken) {
        await transient.destroy(call);
      }
    },
  };
}
