import { generateKey, revokeKey } from 'openpgp';
import { readHolderKeys } from './readHolderKeys';

const DAY = 24 * 60 * 60_000;

const newKey = async (options: { expires?: boolean } = {}) => {
  const lasting = options.expires
    ? { date: new Date(Date.now() - 10 * DAY), keyExpirationTime: 24 * 3600 }
    : {};
  return generateKey({
    userIDs: [{ name: 'A holder', email: 'holder@example.com' }],
    ...lasting,
    format: 'object',
  });
};

/** Its subkey has the flag 0x04, to encrypt communications, and not 0x08, to encrypt storage. */
const FOR_MESSAGES = [
  'xjMEawhrPRYJKwYBBAHaRw8BAQdAXQZa6qCfdlaX7rmvWPZflM4t4EjghoawCy1mXFCMhyTNAWjC',
  'wBMEExYKAIUFgmsIaz0DCwkHCRDGPyyTFoTBykUUAAAAAAAcACBzYWx0QG5vdGF0aW9ucy5vcGVu',
  'cGdwanMub3Jn3OA1PM8YXdwkcf3iKRyVNEiqUeUpR0SgOAAf2aEFSGEFFQoIDgwEFgACAQIZAQKb',
  'AwIeARYhBPub9hsKZuq6r8+60sY/LJMWhMHKAADMdQD+L9bHP/dNyxSdZ4XZ2K9eFBwFbT4Z9ZuO',
  'pWobD5USvQwBAKUcyi1mBf2VcOnovAE0gI98rOls/42/reedS1NJPxoLzjgEawhrPRIKKwYBBAGX',
  'VQEFAQEHQAAcJnln5iUGtfQFdsyzOTYQNG50npXYcEXNdFWrS9s/AwEIB8K+BBgWCgBwBYJrCGs9',
  'CRDGPyyTFoTBykUUAAAAAAAcACBzYWx0QG5vdGF0aW9ucy5vcGVucGdwanMub3JnQzrYkspSNgdL',
  'SP7uIIGoW9kY3p+DOCg53rjGtT8N2IQCmwQWIQT7m/YbCmbquq/PutLGPyyTFoTBygAAw0AA/REF',
  '3sNENL1gcSrXsNgqtBGmLtve5sISBjWg6qAQus4UAQC7AzVFjC1ZtSsC3hpZEwp0wRWUSRFR+W37',
  'S3NjR0Z0BA==',
].join('');

/** Its subkey has the flag 0x08 only. */
const FOR_FILES = [
  'xjMEawhrPRYJKwYBBAHaRw8BAQdAP7qrnRrN+Fwbqn3mLy3DeH/BkgIoZ082GZTXiHMbPuLNAWjC',
  'wBMEExYKAIUFgmsIaz0DCwkHCRBjdEP4TxtjdUUUAAAAAAAcACBzYWx0QG5vdGF0aW9ucy5vcGVu',
  'cGdwanMub3JnWaknEgABiIPbNmC6x8vpiuQzirA1w/Djh78t4NoeN0MFFQoIDgwEFgACAQIZAQKb',
  'AwIeARYhBI7ytAWCv9J3FFq/1mN0Q/hPG2N1AAA5BAD+NRKxLaPlUo0e7h+0+xvwlNdyyRx3h55L',
  'azFXnzbsNGcBAIDsKZ1xnN5+OLH0KYumSSF+bk04ziw2CBBXdvI6fBoKzjgEawhrPRIKKwYBBAGX',
  'VQEFAQEHQC9EoTwp8oUjLoAxn5Hr0Mse9u36h9kO1qHqzy2QWqlWAwEIB8K+BBgWCgBwBYJrCGs9',
  'CRBjdEP4TxtjdUUUAAAAAAAcACBzYWx0QG5vdGF0aW9ucy5vcGVucGdwanMub3Jn59K8tUfpRrey',
  'IldxIB2tNyvud/ZG9FQZq2EMeUe+hb8CmwgWIQSO8rQFgr/SdxRav9ZjdEP4TxtjdQAADpMBAPp1',
  'nBxsjcAuiGPXwLyFICl8Ou7R+l+RSErZZ1da2I6wAQD5PujyFdhVY6vhcjRcHMOo82iI4KoSaaJ2',
  'fRmfE05QDg==',
].join('');

const custodyOf = (...publicKeys: string[]) => ({
  pgp: {
    holders: publicKeys.map((publicKey, index) => ({
      name: ['ada', 'grace', 'joan'][index],
      publicKey,
    })),
  },
});

describe('readHolderKeys', () => {
  it('takes armour and base64, and gives Vault the bytes', async () => {
    const [one, two] = await Promise.all([newKey(), newKey()]);
    const bytes = Buffer.from(two.publicKey.write()).toString('base64');
    const keys = await readHolderKeys(
      custodyOf(
        `\n${one.publicKey.armor()}`,
        bytes.replace(/(.{64})/g, '$1\n'),
      ),
    );
    expect(keys).toEqual([
      {
        holder: 'ada',
        fingerprint: one.publicKey.getFingerprint().toUpperCase(),
        publicKey: Buffer.from(one.publicKey.write()).toString('base64'),
      },
      {
        holder: 'grace',
        fingerprint: two.publicKey.getFingerprint().toUpperCase(),
        publicKey: bytes,
      },
    ]);
  });

  it('wants none without PGP', async () => {
    expect(await readHolderKeys({})).toEqual([]);
  });

  it('refuses what is no key, and does not quote it', async () => {
    for (const text of ['hunter2 hunter2!', 'aHVudGVyMg==', '']) {
      const error = await readHolderKeys(custodyOf(text)).catch(e => e);
      expect(error.message).toMatch(
        /^custody\.pgp\.holders: ada: this is no OpenPGP public key; give what/,
      );
      expect(error.message).not.toMatch(/hunter2|aHVud/);
    }
  });

  it('refuses a private key as compromised', async () => {
    const { privateKey } = await newKey();
    await expect(readHolderKeys(custodyOf(privateKey.armor()))).rejects.toThrow(
      /ada: this is a private key: it is compromised now/,
    );
  });

  it('refuses a key that has expired, and takes it at a time before that', async () => {
    const { publicKey } = await newKey({ expires: true });
    const custody = custodyOf(publicKey.armor());
    await expect(readHolderKeys(custody)).rejects.toThrow(
      /ada: the key expired on \d{4}-\d\d-\d\d; have its holder extend it/,
    );
    const before = new Date(Date.now() - 9.5 * DAY);
    expect(await readHolderKeys(custody, before)).toHaveLength(1);
  });

  it('refuses a key that is revoked', async () => {
    const { privateKey } = await newKey();
    const revoked = await revokeKey({ key: privateKey, format: 'object' });
    await expect(
      readHolderKeys(custodyOf(revoked.publicKey.armor())),
    ).rejects.toThrow(/ada: the key is revoked/);
  });

  it('refuses a key that cannot encrypt', async () => {
    const { publicKey } = await generateKey({
      userIDs: [{ name: 'Signs only' }],
      subkeys: [{ sign: true }],
      format: 'object',
    });
    await expect(readHolderKeys(custodyOf(publicKey.armor()))).rejects.toThrow(
      /ada: the key cannot encrypt messages/,
    );
  });

  it('refuses a key for files at rest alone, for which Vault would lose the share', async () => {
    const now = new Date('2026-12-01');
    expect(await readHolderKeys(custodyOf(FOR_MESSAGES), now)).toHaveLength(1);
    await expect(readHolderKeys(custodyOf(FOR_FILES), now)).rejects.toThrow(
      /ada: the key cannot encrypt messages/,
    );
  });

  it('takes a key by its older subkey when the newest one has expired', async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ name: 'A holder' }],
      date: new Date(Date.now() - 20 * DAY),
      format: 'object',
    });
    const both = await privateKey.addSubkey({
      date: new Date(Date.now() - 10 * DAY),
      keyExpirationTime: 5 * 24 * 3600,
    });
    const custody = custodyOf(both.toPublic().armor());
    expect(await readHolderKeys(custody)).toHaveLength(1);
  });

  it('refuses several keys in one text, and one key for several holders', async () => {
    const [one, two] = await Promise.all([newKey(), newKey()]);
    const bytes = Buffer.concat([one.publicKey.write(), two.publicKey.write()]);
    await expect(
      readHolderKeys(custodyOf(bytes.toString('base64'))),
    ).rejects.toThrow(/ada: 2 keys are given and one is needed/);
    const armour = two.publicKey.armor();
    await expect(
      readHolderKeys(custodyOf(`${one.publicKey.armor()}\n${armour}`)),
    ).rejects.toThrow(/ada: 2 keys are given and one is needed/);
    await expect(
      readHolderKeys(custodyOf(`${armour}\n${two.privateKey.armor()}`)),
    ).rejects.toThrow(/ada: this is a private key/);
    await expect(readHolderKeys(custodyOf(armour, armour))).rejects.toThrow(
      /grace: this is the key of ada; each holder needs a key of their own/,
    );
  });

  it('tells all that is wrong at once', async () => {
    const { privateKey } = await newKey();
    await expect(
      readHolderKeys(custodyOf('no key', privateKey.armor())),
    ).rejects.toThrow(/ada: this is no .* grace: this is a private key/);
  });
});
