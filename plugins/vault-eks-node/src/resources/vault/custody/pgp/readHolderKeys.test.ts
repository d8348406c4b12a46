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
      /ada: the key cannot encrypt/,
    );
  });

  it('refuses several keys in one text, and one key for several holders', async () => {
    const [one, two] = await Promise.all([newKey(), newKey()]);
    const bytes = Buffer.concat([one.publicKey.write(), two.publicKey.write()]);
    await expect(
      readHolderKeys(custodyOf(bytes.toString('base64'))),
    ).rejects.toThrow(/ada: 2 keys are given and one is needed/);
    const armour = two.publicKey.armor();
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
