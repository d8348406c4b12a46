import path from 'node:path';
import { awsCalls, awsInventory, inventory } from '../inventory';
import { kubectl } from '../kubectl';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(300_000);

const CLUSTER = 'platform-dev';
const REGION = 'eu-west-1';
const ACCOUNT = '111122223333';
const NAME = `vault-${CLUSTER}-vault-vault`;
const ENTITY = `resource:default/vault-${CLUSTER}`;
const whose = { cluster: CLUSTER, region: REGION };
const tableArn = (name = NAME) =>
  `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
const KEY_ARN = new RegExp(`^arn:aws:kms:${REGION}:${ACCOUNT}:key/[-0-9a-f]+$`);

/** Each action, and what it cannot work with. */
const ACTIONS: readonly (readonly [string, object, object, RegExp])[] = [
  [
    'vault-eks:dynamodb-table:ensure',
    whose,
    { storage: { billing: 'provisioned' } },
    /storage\.readCapacity: a provisioned table needs it/,
  ],
  [
    'vault-eks:kms-key:ensure',
    whose,
    { seal: { alias: 'alias/aws/vault' } },
    /seal\.alias/,
  ],
  [
    'vault-eks:vpc-endpoints:ensure',
    whose,
    { endpoints: { types: { kms: 'gateway' } } },
    /endpoints\.types\.kms: AWS has gateway endpoints for S3 and DynamoDB only/,
  ],
  ['vault-eks:oidc-provider:ensure', whose, { account: '12' }, /account/],
  [
    'vault-eks:iam-role:ensure',
    {
      ...whose,
      tableArn: tableArn(),
      keyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/(new)`,
    },
    { tableArn: 'vault' },
    /tableArn: use the ARN of a DynamoDB table/,
  ],
  [
    'vault-eks:aws:provision',
    whose,
    { endpoints: { policy: 'narrow' } },
    /endpoints\.policy: a narrow policy locks everything else/,
  ],
  [
    'vault-eks:cluster:drift',
    { ...whose, failOnDrift: false },
    { region: 'us-east-1' },
    /us-east-1 is not allowed/,
  ],
  [
    'vault-eks:cluster:destroy',
    whose,
    { alsoDelete: { table: 'vault', volumes: 'vault' } },
    /alsoDelete\.table: .* is not the one of this Vault; type out vault-platform-dev-vault-vault.*alsoDelete\.volumes/,
  ],
];

interface DryRun {
  readonly output: Readonly<Record<string, unknown>>;
}

describe('the actions on single things, by HTTP', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await startTestPortal({
      catalog: [path.join(__dirname, 'templates/awsActions.yaml')],
    });
  });
  afterAll(() => portal?.stop());

  const dryRun = (steps: readonly object[], output: object = {}) =>
    portal.api.ask('POST', '/api/scaffolder/v2/dry-run', {
      template: {
        apiVersion: 'scaffolder.backstage.io/v1beta3',
        kind: 'Template',
        metadata: { name: 'tried' },
        spec: { type: 'resource', parameters: {}, steps, output },
      },
      values: {},
      directoryContents: [],
    });

  /** Runs one action for good, and answers with what it put out. */
  async function run(action: string, values: object = {}) {
    const task = await portal.api.runTemplate('template:default/aws-actions', {
      ...{ action, cluster: CLUSTER },
      ...values,
    });
    const [output] = task.output.text ?? [];
    return { ...task, put: output && JSON.parse(output.content) };
  }

  it('are tried one by one without a change', async () => {
    const before = await inventory(portal.sandbox);
    for (const [action, input] of ACTIONS) {
      const answer = await dryRun([{ id: 'step', action, input }], {
        report: '${{ steps.step.output.report }}',
      });
      expect(answer).toMatchObject({ status: 200 });
      const { output }: DryRun = JSON.parse(answer.body);
      expect(output.report).toMatch(/^Plan: |No drift|^Drift: /m);
    }
    expect(await inventory(portal.sandbox)).toEqual(before);
  });

  it.each(ACTIONS)(
    '%s refuses by name what cannot work, before any call',
    async (action, input, bad, named) => {
      const before = await awsCalls(portal.sandbox);
      const steps = [{ id: 'step', action, input: { ...input, ...bad } }];
      expect((await dryRun(steps)).body).toMatch(named);
      expect(await awsCalls(portal.sandbox)).toBe(before);
    },
  );

  it('compose in a dry run too, by what they predict', async () => {
    const answer = await dryRun(
      [
        {
          id: 'table',
          action: 'vault-eks:dynamodb-table:ensure',
          input: whose,
        },
        { id: 'key', action: 'vault-eks:kms-key:ensure', input: whose },
        {
          id: 'role',
          action: 'vault-eks:iam-role:ensure',
          input: {
            ...whose,
            tableArn: '${{ steps.table.output.tableArn }}',
            keyArn: '${{ steps.key.output.keyArn }}',
          },
        },
      ],
      { table: '${{ steps.table.output.tableArn }}' },
    );
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).output.table).toBe(tableArn());
  });

  it('compose in the template of another team, and keep what they made', async () => {
    const values = { cluster: CLUSTER, team: 'payments' };
    const blocks = 'template:default/vault-building-blocks';
    const first = await portal.api.runTemplate(blocks, values);
    expect(first).toMatchObject({ status: 'completed', error: undefined });
    const [chart, done] = first.output.text ?? [];
    expect(chart.content).toContain(
      `eks.amazonaws.com/role-arn: arn:aws:iam::${ACCOUNT}:role/teams/vault-`,
    );
    expect(chart.content).toMatch(
      /kms_key_id = "arn:aws:kms:.*:key\/[-0-9a-f]+"/,
    );
    expect(done.content).toMatch(/created +DynamoDB table vault-.*payments/);

    const before = await awsInventory(portal.sandbox);
    const second = await portal.api.runTemplate(blocks, values);
    expect(second.status).toBe('completed');
    expect(second.output.text?.[1].content).not.toMatch(/created|updated/);
    expect(await awsInventory(portal.sandbox)).toEqual(before);
  });

  it('make the endpoints and nothing else, once', async () => {
    const first = await run('endpoints', { endpoints: { sts: 'none' } });
    expect(first.put).toMatchObject({
      changed: true,
      dynamodbEndpointId: expect.stringMatching(/^vpce-/),
      kmsEndpointId: expect.stringMatching(/^vpce-/),
      endpointSecurityGroupId: expect.stringMatching(/^sg-/),
    });
    expect(first.put).not.toHaveProperty('stsEndpointId');
    expect(first.log).toMatch(/AWS: created interface endpoint .* \(.*s\)/);
    const again = await run('endpoints', { endpoints: { sts: 'none' } });
    expect(again.put).toEqual({
      ...first.put,
      changed: false,
      report: expect.stringContaining('Nothing had to change'),
    });
  });

  it('provision all of AWS, and keep what single actions made', async () => {
    const { put } = await run('provision');
    expect(put).toMatchObject({
      changed: true,
      account: ACCOUNT,
      tableName: NAME,
      tableArn: tableArn(),
      keyArn: expect.stringMatching(KEY_ARN),
      stsEndpointId: expect.stringMatching(/^vpce-/),
      providerArn: expect.stringContaining(':oidc-provider/'),
      serviceAccount: 'vault/vault',
      custodySecretName: `vault-eks/${CLUSTER}/vault/vault/recovery`,
      report: expect.stringMatching(/kept +interface endpoint .*kms/),
    });
    expect((await run('provision')).put.changed).toBe(false);
  });

  it('tell drift, and fail by it unless told otherwise', async () => {
    const before = await awsInventory(portal.sandbox);
    const failed = await run('drift');
    expect(failed.status).toBe('failed');
    expect(failed.error).toMatch(/Not as specified: .*Helm release/);
    const told = await run('drift', {
      failOnDrift: false,
      storage: { pointInTimeRecovery: false },
    });
    expect(told.put.drifted).toBe(true);
    const table = told.put.steps.find(
      ({ id }: { id: string }) => id === 'dynamodb-table',
    );
    expect(table).toMatchObject({ verb: 'update', title: expect.any(String) });
    expect(table.changes).toHaveLength(1);
    expect(await awsInventory(portal.sandbox)).toEqual(before);
  });

  describe('on a Vault that runs', () => {
    it('find no drift', async () => {
      const deployed = await portal.api.runTemplate(
        'template:default/vault-on-eks',
        { ...whose, owner: 'group:default/platform-team', approval: 'deploy' },
      );
      expect(deployed).toMatchObject({ status: 'completed', error: undefined });
      const { put, error } = await run('drift');
      expect(error).toBeUndefined();
      expect(put).toMatchObject({ drifted: false });
      await portal.api.untilInCatalog(ENTITY);
    });

    const destroy = (values: object) =>
      portal.api.runTemplate('template:default/vault-destroy', {
        ...{ cluster: CLUSTER, region: REGION, ...values },
      });

    it('plan the way back, and delete nothing', async () => {
      const before = await awsInventory(portal.sandbox);
      const task = await destroy({ approval: 'plan' });
      expect(task).toMatchObject({ status: 'completed', error: undefined });
      const [plan] = task.output.text ?? [];
      expect(plan.content).toMatch(/- delete +Helm release vault\/vault/);
      expect(plan.content).toMatch(
        /= keep +DynamoDB table .*\n +because it holds all Vault data/,
      );
      expect(await awsInventory(portal.sandbox)).toEqual(before);
    });

    it('delete nothing as long as the table is protected', async () => {
      const before = await awsInventory(portal.sandbox);
      const task = await run('destroy', { alsoDelete: { table: NAME } });
      expect(task.error).toMatch(/Nothing was deleted\. .*deletion protection/);
      expect(await awsInventory(portal.sandbox)).toEqual(before);
    });

    it('take it down and leave what bears data; the catalog entity goes last', async () => {
      const task = await destroy({
        approval: 'destroy',
        confirm: `${CLUSTER}/vault/vault`,
        alsoDelete: { volumes: 'vault/vault' },
      });
      expect(task).toMatchObject({ status: 'completed', error: undefined });
      const [done] = task.output.text ?? [];
      expect(done.content).toMatch(/kept +DynamoDB table/);
      expect(done.content).toMatch(/deleted +Audit volumes of vault\/vault/);
      expect(task.log).toMatch(/Helm: deleted Helm release vault\/vault \(/);
      expect(task.log).toMatch(new RegExp(`Took ${ENTITY} out of the portal`));
      const left = await kubectl(
        portal.sandbox,
        ...['get', 'namespaces,persistentvolumes', `--context=${CLUSTER}`],
        '--output=custom-columns=:kind,:metadata.name',
      );
      expect(left).not.toMatch(/Namespace +vault\b/);
      expect(left).not.toMatch(/PersistentVolume /);
      const clusters = await portal.api.json<object[]>(
        'GET',
        '/api/vault-eks/v1/clusters',
      );
      expect(clusters).toEqual([]);
    });

    it('finish when they are run again, with what is named now', async () => {
      const storage = { deletionProtection: false };
      expect((await run('provision', { storage })).put.changed).toBe(true);
      const task = await run('destroy', {
        alsoDelete: {
          table: NAME,
          sealKey: `alias/${NAME}-seal`,
          custodySecret: `vault-eks/${CLUSTER}/vault/vault/recovery`,
        },
      });
      expect(task.error).toBeUndefined();
      expect(task.put.deleted).toEqual(
        expect.arrayContaining([
          expect.stringContaining('DynamoDB table'),
          expect.stringContaining('KMS key'),
        ]),
      );
      const { tables } = await awsInventory(portal.sandbox);
      expect(JSON.stringify(tables)).not.toContain(`"${NAME}"`);
      const again = await run('destroy');
      expect(again.put.deleted).toEqual([]);
    });
  });
});
