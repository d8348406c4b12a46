import {
  CreateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AwsServer } from '../aws';
import type { ClusterStore } from '../kubelet/PodHost';
import { SEED } from '../seed';
import type { RunningServer } from '../world';
import { SignerMood } from '../kube/certificates/SignerMood';
import { startControlledAws } from './testing/controlledAws';

const vault0 = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'vault-0',
    namespace: 'vault',
    labels: {
      'vault-initialized': 'true',
      'vault-sealed': 'false',
      'vault-active': 'true',
    },
  },
  spec: { nodeName: 'node-1' },
  status: {
    phase: 'Running',
    containerStatuses: [{ ready: true, restartCount: 2 }],
  },
};

const storeOfOnePod: ClusterStore = {
  get: (_group, _plural, _namespace, name) =>
    name === vault0.metadata.name ? vault0 : undefined,
  list: () => [vault0],
  create: (_group, _plural, object) => object,
  modify: () => undefined,
  delete: () => {},
  watch: () => () => {},
};

jest.setTimeout(60_000);

describe('the control endpoint', () => {
  let aws: AwsServer;
  let control: RunningServer;
  const kill = jest.fn(({ pod }: { pod: string }) => pod === 'vault-0');
  const interrupt = jest.fn(async () => {});
  const access = () => ({
    endpoint: aws.url,
    region: SEED.region,
    credentials: SEED.accessKey,
  });
  const client = () => ({ ...access(), maxAttempts: 1 });

  beforeAll(async () => {
    ({ aws, control } = await startControlledAws({
      store: storeOfOnePod,
      kill,
      interrupt,
      signer: new SignerMood(),
    }));
    await new DynamoDBClient(client()).send(
      new CreateTableCommand({
        TableName: 'vault-table',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'Path', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
      }),
    );
    await new SecretsManagerClient(client()).send(
      new CreateSecretCommand({ Name: 'recovery', SecretString: 'hush-hush' }),
    );
  });

  afterAll(async () => {
    await control?.close();
    await aws?.close();
  });

  const post = (path: string, body: object, headers = {}) =>
    fetch(`${control.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('lists what exists, and no secret', async () => {
    const answer = await fetch(`${control.url}/control/overview`);
    const overview = await answer.json();

    expect(overview).toMatchObject({
      clusters: [
        {
          name: 'platform-prod',
          pods: [
            { name: 'vault-0', ready: '1/1', restarts: 2, vault: 'active' },
          ],
        },
      ],
      aws: {
        tables: [{ name: 'vault-table', status: 'ACTIVE' }],
        secrets: ['recovery'],
      },
    });
    expect(JSON.stringify(overview)).not.toContain('hush-hush');
  });

  it('shows a person the same', async () => {
    const answer = await fetch(control.url);
    const text = await answer.text();

    expect(answer.headers.get('content-type')).toContain('text/html');
    for (const shown of [
      'vault-table',
      'recovery',
      'vault/vault-0',
      'dynamodb:CreateTable',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('hush-hush');
    expect(text).not.toContain(SEED.accessKey.secretAccessKey);
  });

  it('records whose calls there were, without its own', async () => {
    const answer = await fetch(`${control.url}/control/calls?service=dynamodb`);

    expect((await answer.json()).counts).toEqual([
      {
        principalArn: `arn:aws:iam::${SEED.account}:user/platform-engineer`,
        service: 'dynamodb',
        operation: 'CreateTable',
        count: 1,
      },
    ]);
  });

  it('breaks the next call as asked', async () => {
    const asked = await post('/control/faults', {
      service: 'secretsmanager',
      operation: 'CreateSecret',
      kind: 'throttle',
    });
    expect(asked.status).toBe(201);

    const create = () =>
      new SecretsManagerClient(client()).send(
        new CreateSecretCommand({ Name: 'second', SecretString: 'x' }),
      );
    await expect(create()).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    await expect(create()).resolves.toMatchObject({ Name: 'second' });
  });

  it('kills a pod, and says when there is none', async () => {
    const path = (pod: string) =>
      `/control/clusters/platform-prod/pods/vault/${pod}/kill`;

    expect((await post(path('vault-0'), { signal: 'SIGTERM' })).status).toBe(
      202,
    );
    expect(kill).toHaveBeenCalledWith({
      namespace: 'vault',
      pod: 'vault-0',
      signal: 'SIGTERM',
    });
    expect((await post(path('vault-9'), {})).status).toBe(404);
    expect((await post(path('vault-0'), { signal: 'SIGHUP' })).status).toBe(
      400,
    );
  });

  it('cuts connections to an API server, and has it away for a while', async () => {
    const path = '/control/clusters/platform-prod/api-server/interrupt';

    expect((await post(path, {})).status).toBe(200);
    expect((await post(path, { downMs: 300 })).status).toBe(200);
    expect(interrupt.mock.calls).toEqual([[0], [300]]);
    expect((await post(path.replace('prod', 'no'), {})).status).toBe(404);
  });

  it('tells of a claim that has no volume', async () => {
    const answer = await post(
      '/control/clusters/platform-prod/claims/vault/audit-vault-0/space',
      { full: true },
    );

    expect(answer.status).toBe(404);
  });

  it.each([
    [{ service: 'kubernetes', operation: 'list pods', kind: 'expired' }, 201],
    [{ service: 'vault', operation: 'PUT sys/init', kind: 'no-leader' }, 201],
    [{ service: 'kubelet', operation: 'pull a:1', kind: 'unavailable' }, 201],
    [{ service: 'dynamodb', operation: 'GetItem', kind: 'conflict' }, 400],
    [{ service: 'kubelet', operation: 'pull a:1', kind: 'drop' }, 400],
    [{ service: 'vault', operation: 'init', kind: 'drop' }, 400],
  ])(
    'takes a fault only where there are words for it: %j',
    async (fault, status) => {
      expect((await post('/control/faults', fault)).status).toBe(status);
      await fetch(`${control.url}/control/faults`, { method: 'DELETE' });
    },
  );

  it('obeys its own page alone', async () => {
    const answer = await post(
      '/control/faults',
      { kind: 'drop' },
      { origin: 'https://example.com' },
    );

    expect(answer.status).toBe(403);
  });
});
