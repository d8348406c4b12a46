import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  DescribeSecretCommandOutput,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createGraph, destroyGraph } from '../../engine';
import { custodySecret } from './custodySecret';
import {
  ACCOUNT,
  awsError,
  changesOf,
  context,
  OWNERSHIP,
  REGION,
  remove,
  settle,
} from './testing/lifecycle';

const NAME = 'vault-eks/demo/vault/vault/recovery';

function fakeSecretsManager() {
  const client = new SecretsManagerClient({ region: REGION });
  const mock = mockClient(client);
  const state: {
    secret?: Omit<DescribeSecretCommandOutput, '$metadata'>;
    value?: string;
  } = {};
  mock.on(DescribeSecretCommand).callsFake(() => {
    if (!state.secret) {
      throw awsError('ResourceNotFoundException');
    }
    return state.secret;
  });
  mock
    .on(CreateSecretCommand)
    .callsFake(({ SecretString, Tags, KmsKeyId, Name }) => {
      state.secret = { ARN: `arn:${Name}-AbCdEf`, Tags, KmsKeyId };
      state.value = SecretString;
      return {};
    });
  mock.on(UpdateSecretCommand).callsFake(({ KmsKeyId, SecretString }) => {
    state.secret = { ...state.secret, KmsKeyId };
    state.value = SecretString ?? state.value;
    return {};
  });
  mock.on(DeleteSecretCommand).callsFake(() => {
    state.secret = { ...state.secret, DeletedDate: new Date(0) };
    return {};
  });
  const secret = (overrides: { named?: boolean; kmsKeyId?: string } = {}) =>
    custodySecret({
      client,
      name: NAME,
      ownership: OWNERSHIP,
      named: false,
      account: ACCOUNT,
      region: REGION,
      ...overrides,
    });
  return { mock, state, secret };
}

describe('custodySecret', () => {
  it('creates it empty and never writes its value again', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    expect((await settle(secret())).outcome).toBe('created');
    expect(state.value).toBe('{"state":"empty"}');
    state.value = 'recovery keys';
    expect((await settle(secret())).outcome).toBe('kept');
    expect((await settle(secret({ kmsKeyId: 'k2' }))).outcome).toBe('updated');
    expect(state).toMatchObject({
      value: 'recovery keys',
      secret: { KmsKeyId: 'k2' },
    });
    expect(mock.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });

  it('stays at a destroy unless it is named, and then may be restored', async () => {
    const { state, secret } = fakeSecretsManager();
    await settle(secret());
    const graph = createGraph();
    graph.add({ id: 'secret', phase: 'AWS', needs: {}, make: () => secret() });
    await destroyGraph(graph.build(), context());
    expect(state.secret?.DeletedDate).toBeUndefined();
    const { steps } = await destroyGraph(graph.build(), {
      ...context(),
      includeRetained: ['secret'],
    });
    expect(steps).toMatchObject([{ outcome: 'deleted' }]);
    expect(state.secret?.DeletedDate).toBeDefined();
  });

  it('refuses a secret of others unless it is named, and one that is going', async () => {
    const { state, secret } = fakeSecretsManager();
    state.secret = { ARN: 'arn' };
    expect((await changesOf(secret()))[0].refusal).toMatch(
      new RegExp(`custody.secretName: ${NAME}`),
    );
    expect((await settle(secret({ named: true }))).outcome).toBe('adopted');
    await remove(secret());
    expect((await changesOf(secret({ named: true })))[0].refusal).toMatch(
      /scheduled for deletion.*restore-secret/,
    );
  });
});
