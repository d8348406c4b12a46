import {
  CreateAliasCommand,
  CreateAliasCommandInput,
  CreateKeyCommand,
  CreateKeyCommandInput,
  DescribeKeyCommand,
  KMSClient,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import limiter from 'p-limit';
import {
  isAwsError,
  isDenied,
  neverTwice,
  UnansweredCallError,
  unlessAbsent,
} from '../../connections/aws';
import { Backoff, DEFAULT_SETTLE } from '../../engine/settle';
import { ownerIn, wasAdopted } from './ownership';
import { tagsOfKey } from './sealKeyTags';

/** A key of ours that a run made before it could name it: KMS finds keys by alias only, so the tags are read. */
async function findUnnamedKey(
  client: KMSClient,
  owner: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const limit = limiter(8);
  const matches = async (keyId: string) => {
    try {
      const tags = await tagsOfKey(client, keyId, signal);
      if (ownerIn(tags) !== owner || wasAdopted(tags)) {
        return undefined;
      }
      const { KeyMetadata } = await client.send(
        new DescribeKeyCommand({ KeyId: keyId }),
        { abortSignal: signal },
      );
      return KeyMetadata?.KeyState === 'Enabled' ? keyId : undefined;
    } catch (error) {
      // Keys of others may hide their tags; AWS's own have none to list.
      if (isDenied(error) || isAwsError(error, 'NotFoundException')) {
        return undefined;
      }
      throw error;
    }
  };
  for await (const page of paginateListKeys(
    { client },
    {},
    {
      abortSignal: signal,
    },
  )) {
    const found = await Promise.all(
      (page.Keys ?? []).map(({ KeyId = '' }) => limit(() => matches(KeyId))),
    );
    const keyId = found.find(Boolean);
    if (keyId) {
      return keyId;
    }
  }
  return undefined;
}

/** A key for the seal, and whether this very run made it. */
export interface CreatedKey {
  readonly keyId: string;
  readonly made: boolean;
}

/** A key that no run left behind: after a call without an answer it is looked for again before another is made. */
export async function createKey(
  client: KMSClient,
  input: CreateKeyCommandInput,
  run: { readonly owner: string; readonly signal: AbortSignal },
): Promise<CreatedKey> {
  const { owner, signal } = run;
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  for (;;) {
    await backoff.wait(signal);
    const left = await findUnnamedKey(client, owner, signal);
    if (left) {
      return { keyId: left, made: false };
    }
    const command = new CreateKeyCommand(input);
    command.middlewareStack.use(neverTwice());
    try {
      const { KeyMetadata } = await client.send(command, {
        abortSignal: signal,
      });
      return { keyId: KeyMetadata?.KeyId ?? '', made: true };
    } catch (error) {
      if (!(error instanceof UnansweredCallError) || backoff.expired) {
        throw error;
      }
    }
  }
}

/** The key that has the alias; `undefined` when none has, or it cannot be seen yet. */
async function holderOf(
  client: KMSClient,
  alias: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const answer = await unlessAbsent(
    client.send(new DescribeKeyCommand({ KeyId: alias }), { abortSignal }),
    'NotFoundException',
  );
  return answer?.KeyMetadata?.KeyId;
}

/**
 * Gives the key its alias; a key that was made a moment ago may not be visible everywhere yet. Of runs at the same time
 * the first names its key, and may have let that of the other go already.
 *
 * @returns the key that has the alias in the end; `undefined` when that cannot be seen
 */
export async function nameKey(
  client: KMSClient,
  input: CreateAliasCommandInput & { readonly AliasName: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  for (;;) {
    await backoff.wait(signal);
    try {
      await client.send(new CreateAliasCommand(input), { abortSignal: signal });
      return input.TargetKeyId;
    } catch (error) {
      const taken = isAwsError(error, 'AlreadyExistsException');
      if (taken || isAwsError(error, 'KMSInvalidStateException')) {
        const holder = await holderOf(client, input.AliasName, signal);
        if (holder !== undefined || (taken && backoff.expired)) {
          return holder;
        }
      } else if (!isAwsError(error, 'NotFoundException')) {
        throw error;
      }
      if (backoff.expired) {
        throw error;
      }
    }
  }
}
