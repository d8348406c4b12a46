import {
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { createPgpHolder } from '@vault-eks/sandbox';
import { accountToken, vaultInPod } from './access/vaultInPod';
import { callsSince } from './faults/control';
import { startHarness, type Harness } from './harness';
import { findSecrets } from './secrets';

jest.setTimeout(300_000);

interface EncryptedShare {
  readonly holder: string;
  readonly fingerprint: string;
  readonly ciphertext: string;
}

describe('custody by PGP holders', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  const options = () => ({
    signal: new AbortController().signal,
    logger: harness.logger(),
  });

  const specWith = (
    holders: { readonly name: string; readonly publicKey: string }[],
  ) =>
    harness.spec({
      replicas: 1,
      injector: { enabled: false },
      custody: { recoveryThreshold: 2, pgp: { holders } },
    });

  it('refuses keys that cannot be used, by holder and before any call', async () => {
    const { publicKey } = await createPgpHolder('ada');
    const spec = specWith([
      { name: 'ada', publicKey },
      { name: 'grace', publicKey },
      { name: 'joan', publicKey: 'no key' },
    ]);
    const before = await callsSince(harness.sandbox);
    for (const refused of [
      harness.vaultEks.plan(spec, options()),
      harness.vaultEks.deploy(spec, options()),
    ]) {
      await expect(refused).rejects.toThrow(
        /joan: this is no OpenPGP public key.* grace: this is the key of ada/,
      );
    }
    expect((await callsSince(harness.sandbox)).last).toBe(before.last);
  });

  it('keeps ciphertext only, which its holders turn into shares that make a root token', async () => {
    const names = ['ada', 'grace', 'joan'];
    const people = await Promise.all(names.map(createPgpHolder));
    const spec = specWith(
      people.map(({ publicKey }, index) => ({ name: names[index], publicKey })),
    );
    const report = await harness.vaultEks.deploy(spec, options());
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);

    const { SecretString = '' } = await new SecretsManagerClient({}).send(
      new GetSecretValueCommand({ SecretId: vaultNames(spec).custodySecret }),
    );
    const record = JSON.parse(SecretString);
    const shares: readonly EncryptedShare[] = record.recoveryKeys;
    expect(shares.map(({ holder }) => holder)).toEqual(names);
    expect(shares.map(({ fingerprint }) => fingerprint)).toEqual(
      people.map(({ fingerprint }) => fingerprint),
    );
    expect(record.howToDecrypt).toMatch(/base64 --decode \| gpg --decrypt/);
    const plain = await Promise.all(
      shares.map(({ ciphertext }, index) => people[index].read(ciphertext)),
    );
    await expect(people[0].read(shares[1].ciphertext)).rejects.toThrow();
    expect(findSecrets(SecretString, plain)).toEqual([]);
    expect(findSecrets(harness.lines.join('\n'), plain)).toEqual([]);

    const vault = vaultInPod(harness);
    const jwt = await accountToken(harness, 'vault', 'vault-admin');
    const admin = await vault.login(
      'auth/kubernetes/login',
      'role=vault-eks-admin',
      `jwt=${jwt}`,
    );
    const generate = async (...args: string[]) => {
      const { output } = await vault.run('operator', 'generate-root', ...args);
      return output;
    };
    await vault.as(admin, 'status');
    const { otp, nonce } = JSON.parse(await generate('-init', '-format=json'));
    const ofThis = `-nonce=${nonce}`;
    await generate(ofThis, plain[2]);
    const done = JSON.parse(await generate(ofThis, '-format=json', plain[0]));
    expect(done).toMatchObject({ progress: 2, required: 2, complete: true });
    const root = await generate(`-decode=${done.encoded_token}`, `-otp=${otp}`);
    const self = await vault.as(
      root.trim(),
      'read',
      '-field=policies',
      'auth/token/lookup-self',
    );
    expect(self.output).toContain('root');
  });
});
