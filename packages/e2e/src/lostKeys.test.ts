import {
  DeleteTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from './harness';
import { loseKeys } from './killed/loseKeys';
import { kubectl } from './kubectl';
import { findSecrets, readCustody } from './secrets';

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
      // Ends within the test, whose failure then names the step.
      signal: AbortSignal.timeout(240_000),
      logger: harness.logger(),
    };
    const killed = await loseKeys(harness, spec);
    expect(killed.signal).toBe('SIGKILL');

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
