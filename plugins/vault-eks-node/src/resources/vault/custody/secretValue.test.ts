import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import {
  OvertakenError,
  readSecretValue,
  replaceSecretValue,
} from './secretValue';

const NAME = 'vault-eks/demo/vault/vault/recovery';
const call = { signal: new AbortController().signal };

/** One secret whose versions keep their labels, as Secrets Manager does it. */
function fakeSecret() {
  const client = new SecretsManagerClient({ region: 'eu-west-1' });
  const values = new Map([['v1', 'one']]);
  let current = 'v1';
  const move = (id: string) => {
    current = id;
  };
  const mock = mockClient(client);
  mock.on(GetSecretValueCommand).callsFake(({ VersionId = current }) => ({
    SecretString: values.get(VersionId),
    VersionId,
    // Versions before the last two have none.
    VersionStages: VersionId === current ? ['AWSCURRENT'] : undefined,
  }));
  mock
    .on(PutSecretValueCommand)
    .callsFake(({ SecretString, ClientRequestToken: id }) => {
      const before = values.get(id);
      if (before !== undefined && before !== SecretString) {
        throw Object.assign(new Error('in use'), {
          name: 'ResourceExistsException',
        });
      }
      if (before === undefined) {
        values.set(id, SecretString);
        move(id);
      }
    });
  const read = () => readSecretValue(client, NAME, call);
  const replace = (text: string, replaces: { text: string; version: string }) =>
    replaceSecretValue(client, { name: NAME, text, replaces }, call);
  return { read, replace, move };
}

describe('the value of a secret', () => {
  it('takes the place of the one that was read, for one of two', async () => {
    const { read, replace } = fakeSecret();
    const before = await read();
    await replace('two', before);
    await expect(replace('three', before)).rejects.toThrow(OvertakenError);
    expect((await read()).text).toBe('two');
  });

  it('can be replaced although somebody moved the label back by hand, and again', async () => {
    const { read, replace, move } = fakeSecret();
    const first = await read();
    for (const text of ['two', 'three', 'four']) {
      await replace(text, await read());
      expect((await read()).text).toBe(text);
      move(first.version);
    }
  });

  it('goes to one of two also after that', async () => {
    const { read, replace, move } = fakeSecret();
    const first = await read();
    await replace('two', first);
    move(first.version);
    const ends = await Promise.allSettled([
      replace('three', first),
      replace('four', first),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });
});
