import {
  DescribeKeyCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import {
  OWNERSHIP_TAG,
  type FoundKey,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDenied, unlessAbsent, type AwsConnection } from '../connections/aws';
import { unfitForSeal } from '../resources/aws/sealKeyFitness';
import type { SearchRun } from './AwsLookups';
import { forEach } from './atOnce';
import { firstMatches, type Matches } from './firstMatches';

/** Ids of keys with the aliases of each. */
type Aliases = ReadonlyMap<string, readonly string[]>;

async function aliasesIn(
  { kms }: AwsConnection,
  signal: AbortSignal,
): Promise<Aliases> {
  const aliases = new Map<string, string[]>();
  for await (const page of paginateListAliases(
    { client: kms },
    {},
    { abortSignal: signal },
  )) {
    for (const { AliasName, TargetKeyId } of page.Aliases ?? []) {
      if (AliasName && TargetKeyId) {
        aliases.set(TargetKeyId, [
          ...(aliases.get(TargetKeyId) ?? []),
          AliasName,
        ]);
      }
    }
  }
  return aliases;
}

/** Ids of keys, page by page, without those that AWS manages. */
async function* idsIn(
  { kms }: AwsConnection,
  aliases: Aliases,
  signal: AbortSignal,
) {
  const isAwsManaged = (id: string) =>
    aliases.get(id)?.some(alias => alias.startsWith('alias/aws/')) ?? false;
  for await (const page of paginateListKeys(
    { client: kms },
    {},
    { abortSignal: signal },
  )) {
    yield (page.Keys ?? [])
      .flatMap(({ KeyId }) => KeyId ?? [])
      .filter(id => !isAwsManaged(id));
  }
}

/** By policy a key may hide from us, and one may go while we look: neither can be chosen then. */
async function unlessHidden<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await unlessAbsent(read, 'NotFoundException');
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}

async function usedBy(
  { kms }: AwsConnection,
  KeyId: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const answer = await unlessHidden(
    kms.send(new ListResourceTagsCommand({ KeyId }), { abortSignal }),
  );
  return answer?.Tags?.find(({ TagKey }) => TagKey === OWNERSHIP_TAG)?.TagValue;
}

const isUsable = (
  key: KeyMetadata | undefined,
  place: AwsConnection,
): key is KeyMetadata & { Arn: string; KeyId: string } =>
  Boolean(key?.Arn && key.KeyId && !unfitForSeal(key, key.KeyId, place));

const namedFirst = (a: FoundKey, b: FoundKey) =>
  Number(b.aliases.length > 0) - Number(a.aliases.length > 0) ||
  (a.aliases[0] ?? a.id).localeCompare(b.aliases[0] ?? b.id);

/** The keys of one account and region that can be used for Vault, those with an alias first. */
export async function keysIn(
  aws: AwsConnection,
  { search, signal }: SearchRun,
): Promise<Matches<FoundKey>> {
  const aliases = await aliasesIn(aws, signal);
  const ids = await firstMatches({
    pages: idsIn(aws, aliases, signal),
    textOf: id => [id, ...(aliases.get(id) ?? [])].join(' '),
    search,
  });
  const items = await forEach(ids.items, async id => {
    const answer = await unlessHidden(
      aws.kms.send(new DescribeKeyCommand({ KeyId: id }), {
        abortSignal: signal,
      }),
    );
    const key = answer?.KeyMetadata;
    if (!isUsable(key, aws)) {
      return undefined;
    }
    return {
      id,
      arn: key.Arn,
      aliases: aliases.get(id) ?? [],
      description: key.Description || undefined,
      usedBy: await usedBy(aws, id, signal),
    };
  });
  return { items: items.sort(namedFirst), more: ids.more };
}
