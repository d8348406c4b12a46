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

/** A key that no run left behind: after a call without an answer it is looked for again before another is made. */
export async function createKey(
  client: KMSClient,
  input: CreateKeyCommandInput,
  run: { readonly owner: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const { owner, signal } = run;
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  for (;;) {
    await backoff.wait(signal);
    const left = await findUnnamedKey(client, owner, signal);
    if (left) {
      return left;
    }
    const command = new CreateKeyCommand(input);
    command.middlewareStack.use(neverTwice());
    try {
      const { KeyMetadata } = await client.send(command, {
        abortSignal: signal,
      });
      return KeyMetadata?.KeyId;
    } catch (error) {
      if (!(error instanceof UnansweredCallError) || backoff.expired) {
        throw error;
      }
    }
  }
}

/** Gives the key its alias; a key that was made a moment ago may not be visible everywhere yet. */
export async function nameKey(
  client: KMSClient,
  input: CreateAliasCommandInput,
  signal: AbortSignal,
): Promise<void> {
  const backoff = new Backoff({ ...DEFAULT_SETTLE, timeoutMs: 60_000 });
  for (;;) {
    await backoff.wait(signal);
    try {
      await client.send(new CreateAliasCommand(input), { abortSignal: signal });
      return;
    } catch (error) {
      if (isAwsError(error, 'AlreadyExistsException')) {
        return;
      }
      if (!isAwsError(error, 'NotFoundException') || backoff.expired) {
        throw error;
      }
    }
  }
}
