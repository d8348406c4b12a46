import {
  DeleteTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from './harness';
import { deployUntilKilled } from './killed/deployUntilKilled';
import { kubectl } from './kubectl';
import { findSecrets, readCustody } from './secrets';
import { until } from './until';

jest.setTimeout(300_000);

/** What the product says between backticks: commands for people. */
const commandsIn = (text: string) =>
  [...text.matchAll(/`((?:aws|kubectl) [^`]+)`/g)].map(([, command]) =>
    command.split(' '),
  );

describe('a deploy that dies between Vault and custody', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  const control = (path: string, init?: RequestInit) =>
    fetch(`${harness.sandbox.controlUrl}/control/${path}`, init);

  /** Does by the SDK what `aws dynamodb <command>` does. */
  async function dynamodb(command: string, args: readonly string[]) {
    const client = new DynamoDBClient({
      region: args[args.indexOf('--region') + 1],
    });
    const TableName = args[args.indexOf('--table-name') + 1];
    if (command === 'delete-table') {
      return client.send(new DeleteTableCommand({ TableName }));
    }
    expect(command).toBe('update-table');
    expect(args).toContain('--no-deletion-protection-enabled');
    return client.send(
      new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }),
    );
  }

  it('is told as it is, and goes on after the steps that it tells', async () => {
    const spec = harness.spec();
    const options = {
      signal: new AbortController().signal,
      logger: harness.logger(),
    };
    // The first write says that the initialisation begins; the second has the keys, and never gets through.
    await control('faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        service: 'secretsmanager',
        operation: 'PutSecretValue',
        kind: 'server-error',
        skip: 1,
        count: 1_000,
      }),
    });
    const keysTurnedAway = until(
      'keys that custody does not take',
      async () => {
        const calls = await control(
          'calls?service=secretsmanager&operation=PutSecretValue',
        );
        const text = await calls.text();
        return /InternalServiceError/.test(text) ? text : undefined;
      },
      120_000,
    );
    const killed = await deployUntilKilled(harness, spec, keysTurnedAway);
    await keysTurnedAway;
    expect(killed.signal).toBe('SIGKILL');
    expect((await control('faults', { method: 'DELETE' })).ok).toBe(true);

    const refusal: Error = await harness.vaultEks
      .deploy(spec, options)
      .then(() => new Error('It went on without the keys'))
      .catch(error => error);

    expect(refusal.message).toContain(
      'its recovery keys never reached secret vault-eks/',
    );
    const steps = commandsIn(refusal.message);
    expect(steps).toHaveLength(3);
    for (const [program, ...args] of steps) {
      await (program === 'kubectl'
        ? kubectl(harness.sandbox, ...args)
        : dynamodb(args[1], args));
    }
    const report = await harness.vaultEks.deploy(spec, options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const { recoveryKeys = [] } = await readCustody(
      vaultNames(spec).custodySecret,
    );
    expect(recoveryKeys).toHaveLength(5);
    const said = [killed.output, ...harness.lines].join('\n');
    expect(findSecrets(said, recoveryKeys)).toEqual([]);
  });
});
