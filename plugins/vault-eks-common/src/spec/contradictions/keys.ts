import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface KeyChoices {
  readonly region: string;
  readonly account?: string;
  readonly seal: {
    readonly key: string;
    readonly keyId?: string;
    readonly alias?: string;
    readonly description?: string;
    readonly breakGlassPrincipals: readonly string[];
  };
  readonly storage: { readonly encryptionKey?: string };
  readonly custody: { readonly kmsKeyId?: string };
}

/** The last part of what names a key, so that an id and its ARN are known to be the same. */
const nameOf = (key: string) =>
  key.replace(/^arn:[^/]*?:(?=key\/|alias\/)/, '').replace(/^key\//, '');

const same = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && nameOf(a) === nameOf(b);

/** The seal key is made or named, in this region, and serves nothing but the seal. */
export function refuseInKeys(
  { region, account, seal, storage, custody }: KeyChoices,
  refuse: Refuse,
) {
  if (seal.key === 'existing' && !seal.keyId) {
    refuse(
      ['seal', 'keyId'],
      'seal.keyId: name the existing KMS key, or choose seal.key: create',
    );
  }
  if (seal.key === 'create' && seal.keyId) {
    refuse(
      ['seal', 'keyId'],
      'seal.keyId: leave it out, or choose seal.key: existing',
    );
  }
  for (const field of ['alias', 'description'] as const) {
    if (seal.key === 'existing' && seal[field]) {
      refuse(
        ['seal', field],
        `seal.${field}: an existing key keeps its own; leave it out, or choose seal.key: create`,
      );
    }
  }
  if (seal.key === 'existing' && seal.breakGlassPrincipals.length > 0) {
    refuse(
      ['seal', 'breakGlassPrincipals'],
      'seal.breakGlassPrincipals: the policy of an existing key is not changed; leave it out, or choose seal.key: create',
    );
  }
  for (const [path, key] of [
    [['seal', 'keyId'], seal.keyId],
    [['storage', 'encryptionKey'], storage.encryptionKey],
    [['custody', 'kmsKeyId'], custody.kmsKeyId],
  ] as const) {
    const [, , , keyRegion, keyAccount] = key?.startsWith('arn:')
      ? key.split(':')
      : [];
    if (keyRegion && keyRegion !== region) {
      refuse(
        path,
        `${path.join(
          '.',
        )}: the key is in ${keyRegion}, the cluster in ${region}; name a key of the same region`,
      );
    }
    if (path[0] === 'seal' && account && keyAccount && keyAccount !== account) {
      refuse(
        path,
        `seal.keyId: the key is of account ${keyAccount}, the cluster of ${account}; name a key of the same account`,
      );
    }
  }
  const sealKeys = [seal.keyId, seal.key === 'create' ? seal.alias : undefined];
  if (sealKeys.some(key => same(key, storage.encryptionKey))) {
    refuse(
      ['storage', 'encryptionKey'],
      'storage.encryptionKey: the seal key must not encrypt the table too; name another key',
    );
  }
  if (sealKeys.some(key => same(key, custody.kmsKeyId))) {
    refuse(
      ['custody', 'kmsKeyId'],
      'custody.kmsKeyId: the seal key must not protect the recovery keys; name another key',
    );
  }
}
