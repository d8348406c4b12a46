import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import type { CustodyRecord } from './Custody';
import { createSecretsManagerCustody } from './createSecretsManagerCustody';
import { createTransientSecret } from './createTransientSecret';

const CUSTODY = 'vault-eks/demo/vault/vault/recovery';
const TRANSIENT = 'vault-eks/demo/vault/vault/root-token';
const TOKEN = 'hvs.the-root-token-of-this-test';
const KEYS: Extract<CustodyRecord, { state: 'initialised' }> = {
  state: 'initialised',
  recoveryKeys: ['a', 'b'],
  initialisedAt: '2026-01-01T00:00:00Z',
};
const call = { signal: new AbortController().signal };

/** Secrets with every version that was ever written, as Secrets Manager keeps them. */
function fakeSecretsManager() {
  const client = new SecretsManagerClient({ region: 'eu-west-1' });
  const versions = new Map([[CUSTODY, ['{"state":"empty"}']]]);
  let refusal = "Secrets Manager can't find the specified secret.";
  const of = (name = '') => {
    const found = versions.get(name);
    if (!found) {
      throw new ResourceNotFoundException({
        // As our clients word it, with the name of the call before AWS's own message.
        message: `SecretsManager GetSecretValue in eu-west-1: ${refusal}`,
        $metadata: {},
      });
    }
    return found;
  };
  const tags = new Map<string, unknown>();
  const mock = mockClient(client);
  mock.on(DescribeSecretCommand).callsFake(({ SecretId }) => {
    of(SecretId);
    return { Name: SecretId, Tags: tags.get(SecretId) };
  });
  mock.on(GetSecretValueCommand).callsFake(({ SecretId }) => ({
    SecretString: of(SecretId).at(-1),
    VersionId: `v${of(SecretId).length}`,
  }));
  const used = new Map<string, string>();
  mock
    .on(PutSecretValueCommand)
    .callsFake(({ SecretId, SecretString, ClientRequestToken }) => {
      const before = used.get(ClientRequestToken);
      if (before === undefined) {
        used.set(ClientRequestToken, SecretString);
        of(SecretId).push(SecretString);
      } else if (before !== SecretString) {
        throw Object.assign(new Error('The token is in use'), {
          name: 'ResourceExistsException',
        });
      }
    });
  mock.on(CreateSecretCommand).callsFake(({ Name, SecretString, Tags }) => {
    versions.set(Name, [SecretString]);
    tags.set(Name, Tags);
  });
  mock
    .on(DeleteSecretCommand, { ForceDeleteWithoutRecovery: true })
    .callsFake(({ SecretId }) => of(SecretId) && versions.delete(SecretId));
  const custody = createSecretsManagerCustody({
    client,
    name: CUSTODY,
    rootToken: createTransientSecret({
      client,
      name: TRANSIENT,
      description: 'Root token',
      ownership: {
        owner: 'demo/vault/vault',
        by: 'user:default/ada',
        version: '1.2.3',
        tags: {},
        adopt: false,
      },
    }),
  });
  return {
    custody,
    versions,
    everything: () => [...versions].join(),
    answerWith: (message: string) => {
      refusal = message;
    },
  };
}

describe('createSecretsManagerCustody', () => {
  it('gives the root token back until it is retired', async () => {
    const { custody } = fakeSecretsManager();
    await custody.write(
      { ...KEYS, recoveryKeys: ['a'], rootToken: TOKEN },
      call,
    );
    expect(await custody.read(call)).toEqual({
      ...KEYS,
      recoveryKeys: ['a'],
      rootToken: TOKEN,
    });
  });

  it('leaves the root token in no version of any secret', async () => {
    const { custody, everything } = fakeSecretsManager();
    const keys = { ...KEYS, recoveryKeys: ['a', 'b'] };
    await custody.write({ ...keys, rootToken: TOKEN }, call);
    expect(everything()).toContain(TOKEN);
    await custody.write(keys, call);
    expect(everything()).not.toContain(TOKEN);
    expect(await custody.read(call)).toEqual(keys);
  });

  it('proves that the root token can be kept before there is one', async () => {
    const { custody, versions } = fakeSecretsManager();
    await custody.write(
      { state: 'initialising', marker: 'm', startedAt: 't' },
      call,
    );
    expect(versions.get(TRANSIENT)).toEqual(['{}']);
    expect(await custody.read(call)).toMatchObject({ state: 'initialising' });
  });

  it('gives back what an interrupted run had kept for now only', async () => {
    const { custody, versions } = fakeSecretsManager();
    const record = { ...KEYS, recoveryKeys: ['a', 'b'], rootToken: TOKEN };
    const marker = {
      state: 'initialising',
      marker: 'm',
      startedAt: 't',
    } as const;
    await custody.write(marker, call);
    await custody.write(record, call);
    versions.set(CUSTODY, [JSON.stringify(marker)]);
    expect(await custody.read(call)).toEqual(record);
  });

  it('retires what is retired already', async () => {
    const { custody, versions } = fakeSecretsManager();
    await custody.write(
      { ...KEYS, recoveryKeys: ['a', 'b'], rootToken: TOKEN },
      call,
    );
    await custody.write({ ...KEYS, recoveryKeys: ['a', 'b'] }, call);
    await custody.write({ ...KEYS, recoveryKeys: ['a', 'b'] }, call);
    expect(versions.has(TRANSIENT)).toBe(false);
  });

  it('lets one of two runs begin, whichever writes first', async () => {
    const { custody, versions } = fakeSecretsManager();
    const begin = (marker: string) =>
      custody.write({ state: 'initialising', marker, startedAt: 't' }, call);
    const ends = await Promise.allSettled([begin('one'), begin('two')]);
    expect(ends.map(end => end.status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(versions.get(CUSTODY)).toHaveLength(2);
  });

  it('never writes over the keys that another run has just received', async () => {
    const { custody } = fakeSecretsManager();
    await custody.write({ ...KEYS, rootToken: TOKEN }, call);
    const others: readonly CustodyRecord[] = [
      { state: 'initialising', marker: 'm', startedAt: 't' },
      { ...KEYS, recoveryKeys: ['x', 'y'], rootToken: 'hvs.another-one' },
    ];
    for (const record of others) {
      await expect(custody.write(record, call)).rejects.toThrow(
        /holds recovery keys already; they are not overwritten/,
      );
    }
    expect(await custody.read(call)).toEqual({ ...KEYS, rootToken: TOKEN });
  });

  it('says of keys that only the secret of the root token holds that they are there', async () => {
    const { custody, versions } = fakeSecretsManager();
    const marker = { state: 'initialising', marker: 'm', startedAt: 't' };
    await custody.write({ ...KEYS, rootToken: TOKEN }, call);
    versions.set(CUSTODY, [JSON.stringify(marker)]);
    await expect(
      custody.write(
        { state: 'initialising', marker: 'another', startedAt: 't' },
        call,
      ),
    ).rejects.toThrow(/beside .* holds recovery keys already/);
    expect(await custody.read(call)).toEqual({ ...KEYS, rootToken: TOKEN });
  });

  it.each(['holds nothing', 'is absent'])(
    'does not forget the root token of an unfinished deploy when another secret is named that %s',
    async how => {
      const { custody, versions } = fakeSecretsManager();
      await custody.write({ ...KEYS, rootToken: TOKEN }, call);
      if (how === 'is absent') {
        versions.delete(CUSTODY);
      } else {
        versions.set(CUSTODY, ['']);
      }
      const refused: Error = await custody
        .read(call)
        .then(() => new Error('It went on'))
        .catch(error => error);
      expect(refused.message).toMatch(
        /holds what another custody secret is for: name that one in `custody\.secretName`/,
      );
      expect(refused.message).not.toContain(TOKEN);
    },
  );

  it('neither overwrites nor deletes a secret of others', async () => {
    const { custody, versions } = fakeSecretsManager();
    versions.set(TRANSIENT, ['theirs']);
    const keys = { ...KEYS, recoveryKeys: ['a'] };
    for (const record of [{ ...keys, rootToken: TOKEN }, keys]) {
      await expect(custody.write(record, call)).rejects.toThrow(
        /root-token exists and is not ours|this product did not write/,
      );
    }
    expect(versions.get(TRANSIENT)).toEqual(['theirs']);
  });

  it('does not quote what it cannot read', async () => {
    const { custody, versions } = fakeSecretsManager();
    versions.set(CUSTODY, ['password=hunter2']);
    await expect(custody.read(call)).rejects.toThrow(
      /^(?!.*hunter2).*holds something that this product did not write/,
    );
  });

  it('does not quote what stands in the secret of the root token', async () => {
    const { custody, versions } = fakeSecretsManager();
    await custody.write({ ...KEYS, recoveryKeys: ['a'] }, call);
    versions.set(TRANSIENT, [TOKEN]);
    const error = await custody.read(call).catch(thrown => thrown);
    expect(String(error)).toMatch(/did not write/);
    expect(String(error)).not.toContain(TOKEN.slice(0, 8));
  });

  it('tells a secret that is absent from one without a value', async () => {
    const { custody, versions, answerWith } = fakeSecretsManager();
    versions.delete(CUSTODY);
    await expect(custody.read(call)).rejects.toThrow(
      `There is no secret ${CUSTODY}`,
    );
    answerWith(
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
    expect(await custody.read(call)).toEqual({ state: 'empty' });
  });
});
