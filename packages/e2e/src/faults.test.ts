import { startHarness, type Harness } from './harness';

jest.setTimeout(240_000);

const signal = new AbortController().signal;

describe('a deploy on a bad day', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });

  afterEach(() => harness?.stop());

  async function breakCalls(...faults: object[]) {
    for (const fault of faults) {
      const answer = await fetch(
        `${harness.sandbox.controlUrl}/control/faults`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(fault),
        },
      );
      expect(answer.status).toBe(201);
    }
  }

  const options = () => ({ signal, logger: harness.logger() });

  /** Every fault has struck, everything is there once, and nothing is left to do. */
  async function expectUndisturbed() {
    const { controlUrl } = harness.sandbox;
    const pending = await fetch(`${controlUrl}/control/faults`);
    expect(await pending.json()).toEqual({ faults: [] });
    const { aws } = await (
      await fetch(`${controlUrl}/control/overview`)
    ).json();
    const ours = aws.keys.filter(
      (key: { aliases: string[] }) =>
        !key.aliases.some(alias => alias.startsWith('alias/aws/')),
    );
    expect(ours).toHaveLength(1);
    expect(aws.tables).toHaveLength(1);
    expect(aws.endpoints).toHaveLength(3);
    const again = await harness.vaultEks.deploy(harness.spec(), options());
    expect(again.changed).toBe(false);
  }

  it('outlasts throttling by AWS and by Kubernetes in a single run', async () => {
    await breakCalls(
      { service: 'dynamodb', operation: 'CreateTable', kind: 'throttle' },
      { service: 'kms', operation: 'CreateKey', kind: 'throttle' },
      { service: 'ec2', operation: 'CreateSecurityGroup', kind: 'throttle' },
      { service: 'iam', operation: 'CreateRole', kind: 'throttle', count: 2 },
      {
        service: 'secretsmanager',
        operation: 'CreateSecret',
        kind: 'throttle',
      },
      {
        service: 'kubernetes',
        operation: 'create certificatesigningrequests',
        kind: 'throttle',
      },
    );

    const report = await harness.vaultEks.deploy(harness.spec(), options());

    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    await expectUndisturbed();
  });

  it('makes nothing twice when answers are lost or the API server fails, and is done in the second run at the latest', async () => {
    await breakCalls(
      { service: 'kms', operation: 'CreateKey', kind: 'drop-response' },
      { service: 'dynamodb', operation: 'CreateTable', kind: 'drop-response' },
      { service: 'ec2', operation: 'CreateVpcEndpoint', kind: 'drop-response' },
      { service: 'secretsmanager', operation: 'PutSecretValue', kind: 'drop' },
      {
        service: 'kubernetes',
        operation: 'create certificatesigningrequests',
        kind: 'server-error',
      },
    );

    const report = await harness.vaultEks
      .deploy(harness.spec(), options())
      // Any of these may end a run; the next one must find what the first has made.
      .catch(() => harness.vaultEks.deploy(harness.spec(), options()));

    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    await expectUndisturbed();
  });
});
