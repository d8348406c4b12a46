import { awsCalls, inventory } from '../inventory';
import { missingTools, runDocumentation } from './documentedCommands';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(300_000);

const VAULT = {
  cluster: 'platform-dev',
  region: 'eu-west-1',
  owner: 'group:default/payments-team',
};

/** A template as another team would write it, in the body of a request. */
const template = (steps: readonly object[], output: object = {}) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'payments-platform', title: 'All that payments needs' },
  spec: {
    owner: 'group:default/payments-team',
    type: 'service',
    parameters: {
      required: ['cluster'],
      properties: { cluster: { type: 'string' } },
    },
    steps,
    output,
  },
});

const missing = missingTools();
const atATerminal =
  missing.length > 0
    ? `at a terminal (skipped: no ${missing.join(', no ')} on this machine)`
    : 'at a terminal';

interface DryRun {
  readonly log: readonly { readonly body: { readonly message: string } }[];
  readonly output: Readonly<Record<string, unknown>>;
}

describe('the actions in the hands of other teams', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await startTestPortal();
  });
  afterAll(() => portal?.stop());

  const dryRun = (steps: readonly object[], output?: object) =>
    portal.api.ask('POST', '/api/scaffolder/v2/dry-run', {
      template: template(steps, output),
      values: { cluster: VAULT.cluster },
      directoryContents: [],
    });

  const deploy = (input: object) => ({
    id: 'deploy',
    action: 'vault-eks:cluster:deploy',
    input: { ...VAULT, ...input },
  });

  it('are listed with a description of every input', async () => {
    const actions = await portal.api.json<
      {
        id: string;
        examples?: unknown[];
        schema: { input: { properties: Record<string, object> } };
      }[]
    >('GET', '/api/scaffolder/v2/actions');
    const ours = actions.filter(({ id }) => id.startsWith('vault-eks:'));
    expect(ours.map(({ id }) => id).sort()).toEqual(
      expect.arrayContaining([
        'vault-eks:cluster:deploy',
        'vault-eks:cluster:plan',
        'vault-eks:cluster:register',
        'vault-eks:cluster:verify',
      ]),
    );
    for (const { examples, schema } of ours) {
      expect(examples?.length).toBeGreaterThan(0);
      for (const property of Object.values(schema.input.properties)) {
        expect(property).toHaveProperty('description');
      }
    }
  });

  it('dry-run a template that stands in the request, and change nothing', async () => {
    const before = await inventory(portal.sandbox);
    const answer = await dryRun(
      [
        deploy({ cluster: '${{ parameters.cluster }}', replicas: 3 }),
        {
          id: 'register',
          action: 'vault-eks:cluster:register',
          input: { ...VAULT, account: portal.sandbox.aws.account },
        },
      ],
      {
        report: '${{ steps.deploy.output.report }}',
        entityRef: '${{ steps.register.output.entityRef }}',
      },
    );
    expect(answer.status).toBe(200);
    const { output }: DryRun = JSON.parse(answer.body);
    expect(output).toEqual({
      report: expect.stringContaining('+ create  DynamoDB table'),
      entityRef: 'resource:default/vault-platform-dev',
    });
    expect(await inventory(portal.sandbox)).toEqual(before);
  });

  it.each<[object, RegExp]>([
    [{ replicas: 0 }, /replicas/],
    [{ chartversion: '0.34.1' }, /chartversion/],
    [{ region: 'Ireland' }, /region/],
    [
      { ui: { exposure: 'internet-facing' } },
      /ui\.sourceRanges: an internet-facing UI needs the ranges/,
    ],
    [
      { values: { server: { ha: { replicas: 9 } } } },
      /values: server\.ha\.replicas cannot be set here/,
    ],
    [{ region: 'us-east-1' }, /Region us-east-1 is not allowed/],
  ])('are refused %j by name, without an AWS call', async (bad, named) => {
    const before = await awsCalls(portal.sandbox);
    const answer = await dryRun([deploy(bad)]);
    expect(answer.body).toMatch(named);
    expect(await awsCalls(portal.sandbox)).toBe(before);
  });

  (missing.length > 0 ? describe.skip : describe)(atATerminal, () => {
    it('work by the commands of the documentation', async () => {
      const output = await runDocumentation(portal.api.url);
      expect(output).toContain('completed');
      // The task's plan, and that of the dry run.
      expect(output).toMatch(
        /Nothing was changed[^]*Plan: \d+ to create[^]*Plan: \d+ to create/,
      );
    });
  });

  it('say in the form what is wrong, and start no task', async () => {
    await portal.api.untilInCatalog('template:default/vault-on-eks');
    const before = await awsCalls(portal.sandbox);
    const answer = await portal.api.ask('POST', '/api/scaffolder/v2/tasks', {
      templateRef: 'template:default/vault-on-eks',
      values: { ...VAULT, approval: 'deploy', replicas: 12 },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('replicas');
    expect(await awsCalls(portal.sandbox)).toBe(before);
  });

  it('say in the task what was found, and how to mend it', async () => {
    const before = await inventory(portal.sandbox);
    const task = await portal.api.runTemplate('template:default/vault-on-eks', {
      ...VAULT,
      cluster: 'platform-prd',
      approval: 'deploy',
    });
    expect(task.status).toBe('failed');
    expect(task.error).toMatch(
      /Nothing was changed\. There is no EKS cluster platform-prd .* Correct cluster, region or account\./,
    );
    expect(await inventory(portal.sandbox)).toEqual(before);
  });

  it('deploy, verify and register from a template of theirs', async () => {
    const task = await portal.api.runTemplate('template:default/team-vault', {
      cluster: 'platform-dev',
      team: 'payments',
      owner: VAULT.owner,
    });
    expect(task).toMatchObject({ status: 'completed', error: undefined });
    const [verified] = task.output.text ?? [];
    expect(verified.content).toContain('pass  A secret can be written');
    expect(verified.content).not.toContain('FAIL');
    const entityRef = 'resource:default/vault-payments-platform-dev';
    expect(task.output.links).toEqual([expect.objectContaining({ entityRef })]);
    const status = await portal.api.json(
      'GET',
      `/api/vault-eks/v1/status?entityRef=${encodeURIComponent(entityRef)}`,
    );
    expect(status).toMatchObject({ initialized: true, sealed: false });
  });
});
