import { decrypt, generateKey, readMessage, type PrivateKey } from 'openpgp';
import { startVaultCloud, type VaultCloud } from './testing/vaultCloud';
import { VaultNodes, type NodeUnderTest } from './testing/vaultNodes';

jest.setTimeout(120_000);

const newKey = () =>
  generateKey({ userIDs: [{ name: 'A holder' }], format: 'object' });

/** Its subkey has the flag 0x08 only, to encrypt storage. */
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

/** What the holder of the key reads. */
async function read(ciphertext: string, decryptionKeys: PrivateKey) {
  const message = await readMessage({
    binaryMessage: Buffer.from(ciphertext, 'base64'),
  });
  return String((await decrypt({ message, decryptionKeys })).data);
}

describe('an initialisation with PGP keys', () => {
  let cloud: VaultCloud;
  let nodes: VaultNodes;
  let vault: NodeUnderTest;
  let token: string;

  beforeAll(async () => {
    cloud = await startVaultCloud();
    nodes = new VaultNodes(cloud);
    vault = await nodes.start('vault-0');
  });

  afterAll(async () => {
    await nodes?.close();
    await cloud?.close();
  });

  const publicKeyOf = ({ publicKey }: Awaited<ReturnType<typeof newKey>>) =>
    Buffer.from(publicKey.write()).toString('base64');

  it('refuses keys as Vault does, and stays uninitialised', async () => {
    const key = publicKeyOf(await newKey());
    const init = async (recovery_pgp_keys: string[]) => {
      const answer = await vault.call('PUT', 'sys/init', {
        body: {
          recovery_shares: 2,
          recovery_threshold: 2,
          recovery_pgp_keys,
        },
      });
      expect(answer.status).toBe(400);
      return answer.body.errors[0];
    };
    expect(await init([key])).toMatch(/count mismatch between number of/);
    expect(await init([key, 'no base64!'])).toMatch(/error decoding given PGP/);
    expect(await init([key, 'aHVudGVyMg=='])).toMatch(
      /error parsing given PGP/,
    );
    expect((await vault.call('GET', 'sys/init')).body.initialized).toBe(false);
  });

  it('gives shares that only their holders read, and that make a root token together', async () => {
    const holders = await Promise.all([newKey(), newKey(), newKey()]);
    const init = await vault.call('PUT', 'sys/init', {
      body: {
        recovery_shares: 3,
        recovery_threshold: 2,
        recovery_pgp_keys: holders.map(publicKeyOf),
      },
    });
    const ciphertexts: string[] = init.body.recovery_keys_base64;
    await nodes.leader();
    await expect(read(ciphertexts[0], holders[1].privateKey)).rejects.toThrow();
    const shares = await Promise.all(
      ciphertexts.map((text, index) => read(text, holders[index].privateKey)),
    );

    token = init.body.root_token;
    const path = 'sys/generate-root';
    const { body: attempt } = await vault.call('PUT', `${path}/attempt`, {
      token,
    });
    const provide = async (key: string) =>
      vault.call('PUT', `${path}/update`, {
        token,
        body: { key, nonce: attempt.nonce },
      });
    expect((await provide(shares[2])).body).toMatchObject({
      progress: 1,
      required: 2,
      complete: false,
    });
    const { body: done } = await provide(shares[0]);
    expect(done).toMatchObject({ progress: 2, complete: true });
    const mixed = Buffer.from(done.encoded_token, 'base64');
    const made = mixed.map((byte, i) => byte ^ attempt.otp.charCodeAt(i));
    const self = await vault.call('GET', 'auth/token/lookup-self', {
      token: Buffer.from(made).toString(),
    });
    expect(self.body.data.policies).toEqual(['root']);
  });

  it('makes no root token of wrong shares', async () => {
    const path = 'sys/generate-root';
    const without = await vault.call('PUT', `${path}/attempt`);
    expect(without.status).toBe(403);
    const { body: attempt } = await vault.call('PUT', `${path}/attempt`, {
      token,
    });
    const provide = (key: string) =>
      vault.call('PUT', `${path}/update`, {
        token,
        body: { key, nonce: attempt.nonce },
      });
    await provide('ab'.repeat(33));
    const refused = await provide('cd'.repeat(33));
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: ['recovery key verification failed'] },
    });
    await vault.call('DELETE', `${path}/attempt`, { token });
    const status = await vault.call('GET', `${path}/attempt`);
    expect(status.body.started).toBe(false);
  });
});

describe('an initialisation with a key that takes no messages', () => {
  it('is refused when Vault is initialised already, as by the real server', async () => {
    const cloud = await startVaultCloud();
    const nodes = new VaultNodes(cloud);
    try {
      const vault = await nodes.start('vault-0');
      const answer = await vault.call('PUT', 'sys/init', {
        body: {
          recovery_shares: 1,
          recovery_threshold: 1,
          recovery_pgp_keys: [FOR_FILES],
        },
      });
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0]).toMatch(
        /^error setting up encryption for PGP message: .* it has no valid encryption keys$/,
      );
      const { body } = await vault.call('GET', 'sys/init');
      expect(body.initialized).toBe(true);
    } finally {
      await nodes.close();
      await cloud.close();
    }
  });
});
