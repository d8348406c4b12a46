import { randomUUID } from 'node:crypto';
import { AwsError } from '../../AwsError';
import type { CallContext } from '../../Service';
import type { SecretRecord, SecretVersion } from './SecretsState';

/** Seals and opens values under a secret's key. */
export interface SecretVault {
  seal(
    secret: SecretRecord,
    versionId: string,
    value: Buffer,
    context: CallContext,
  ): string;
  open(
    secret: SecretRecord,
    version: SecretVersion,
    context: CallContext,
  ): Buffer;
}

interface NewValue {
  readonly ClientRequestToken?: string;
  readonly SecretString?: string;
  readonly SecretBinary?: Uint8Array;
  readonly VersionStages?: readonly string[];
}

const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

/** Adds a version when there is a value. The same request token with the same value adds nothing. */
export function addVersion(
  vault: SecretVault,
  secret: SecretRecord,
  input: NewValue,
  context: CallContext,
): {
  readonly secret: SecretRecord;
  readonly version: SecretVersion | undefined;
} {
  const value = bytesOf(input);
  if (!value) {
    return { secret, version: undefined };
  }
  const id = input.ClientRequestToken ?? randomUUID();
  const present = secret.versions.find(version => version.id === id);
  if (present) {
    if (vault.open(secret, present, context).equals(value)) {
      return { secret, version: present };
    }
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  const stages = [...(input.VersionStages ?? [current])];
  const version: SecretVersion = {
    id,
    kind: input.SecretString === undefined ? 'binary' : 'string',
    ciphertext: vault.seal(secret, id, value, context),
    createdAt: context.now.getTime(),
    stages,
  };
  const older = secret.versions.map(item => ({
    ...item,
    stages: olderStages(item.stages, stages),
  }));
  return {
    secret: {
      ...secret,
      changedAt: context.now.getTime(),
      versions: [...older, version],
    },
    version,
  };
}

/** The values under the key that the secret has now, as AWS encrypts them again when the key changes. */
export function underNewKey(
  vault: SecretVault,
  before: SecretRecord,
  after: SecretRecord,
  context: CallContext,
): SecretRecord {
  if (before.kmsKeyId === after.kmsKeyId) {
    return after;
  }
  const versions = before.versions.map(version => {
    const value = vault.open(before, version, context);
    return {
      ...version,
      ciphertext: vault.seal(after, version.id, value, context),
    };
  });
  return { ...after, versions };
}

/** The version that a read asks for; the current one when it names none. */
export function versionOf(
  secret: SecretRecord,
  wanted: { readonly VersionId?: string; readonly VersionStage?: string },
): SecretVersion {
  const stage =
    wanted.VersionStage ??
    (wanted.VersionId === undefined ? current : undefined);
  const version = secret.versions.find(
    item =>
      (wanted.VersionId === undefined || item.id === wanted.VersionId) &&
      (stage === undefined || item.stages.includes(stage)),
  );
  if (!version) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${
        stage === undefined
          ? `VersionId: ${wanted.VersionId}`
          : `staging label: ${stage}`
      }`,
    );
  }
  return version;
}

function olderStages(
  stages: readonly string[],
  taken: readonly string[],
): string[] {
  const becomesPrevious = stages.includes(current) && taken.includes(current);
  const kept = stages.filter(
    stage =>
      !taken.includes(stage) &&
      !(stage === previous && taken.includes(current)),
  );
  return becomesPrevious ? [...kept, previous] : kept;
}

function bytesOf(input: NewValue): Buffer | undefined {
  if (input.SecretString !== undefined) {
    return Buffer.from(input.SecretString, 'utf8');
  }
  return input.SecretBinary && Buffer.from(input.SecretBinary);
}
