import {
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { callsSince } from './faults/control';
import { startHarness, type Harness } from './harness';
import { deployUntilKilled } from './killed/deployUntilKilled';
import { letTimePass, loseKeys } from './killed/loseKeys';
import { findSecrets, readCustody } from './secrets';

jest.setTimeout(400_000);

describe('an initialisation whose keys never arrived', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  const specOf = () =>
    harness.spec({ replicas: 2, injector: { enabled: false } });

  const options = () => ({
    signal: new AbortController().signal,
    logger: harness.logger(),
  });

  it('is wiped and made anew by the name of the table, also when the wipe is interrupted', async () => {
    const spec = specOf();
    const { table, custodySecret } = vaultNames(spec);
    await loseKeys(harness, spec);

    const { last } = await callsSince(harness.sandbox);
    await expect(
      harness.vaultEks.deploy(spec, { ...options(), reinitialise: 'vault' }),
    ).rejects.toThrow(
      `reinitialise: the DynamoDB table of this Vault is ${table}; type that out`,
    );
    // The pods of Vault go on calling.
    const { calls } = await callsSince(harness.sandbox, last);
    expect(
      calls.filter(({ principalArn }) => /:user\//.test(principalArn)),
    ).toEqual([]);

    await expect(
      harness.vaultEks.deploy(spec, { ...options(), reinitialise: table }),
    ).rejects.toThrow(/the run that initialised Vault may still live/);
    await letTimePass(spec);

    const plan = await harness.vaultEks.plan(spec, {
      ...options(),
      reinitialise: table,
    });
    expect(plan.blocked).toBe(false);
    expect(plan.steps[0]).toMatchObject({
      id: 'reinitialisation',
      verb: 'update',
      changes: [{ to: 'wiped, to be initialised anew' }],
    });

    const killed = await deployUntilKilled(harness, spec, /is being deleted/, {
      reinitialise: table,
    });
    expect(killed.signal).toBe('SIGKILL');
    const report = await harness.vaultEks.deploy(spec, {
      ...options(),
      reinitialise: table,
    });
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const { recoveryKeys = [], state } = await readCustody(custodySecret);
    expect(state).toBe('initialised');
    const said = [killed.output, ...harness.lines].join('\n');
    expect(findSecrets(said, recoveryKeys)).toEqual([]);

    const again = await harness.vaultEks.deploy(spec, {
      ...options(),
      reinitialise: table,
    });
    expect(again.changed).toBe(false);
    expect(await readCustody(custodySecret)).toMatchObject({ recoveryKeys });
  });

  it('is never assumed of a Vault that somebody has used, whatever custody says', async () => {
    const spec = specOf();
    const { table, custodySecret } = vaultNames(spec);
    await new SecretsManagerClient({}).send(
      new PutSecretValueCommand({
        SecretId: custodySecret,
        SecretString: JSON.stringify({
          state: 'initialising',
          marker: 'an earlier version, put back by mistake',
          startedAt: '2026-01-01T00:00:00Z',
        }),
      }),
    );
    await expect(
      harness.vaultEks.deploy(spec, { ...options(), reinitialise: table }),
    ).rejects.toThrow(
      /Nothing was changed\. .*holds more than an initialisation makes, so it is not wiped: \d+ entries such as/,
    );
  });
});
