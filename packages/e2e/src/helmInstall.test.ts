import {
  provisionPart,
  releasePart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from './harness';
import { kubectl } from './kubectl';

jest.setTimeout(240_000);

const signal = new AbortController().signal;

describe('the chart alone', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  it('is installed once, on an AWS half that is given', async () => {
    const options = { signal, logger: harness.logger() };
    const provided = await harness.vaultEks.ensure(harness.spec(), {
      ...options,
      part: provisionPart,
    });
    const { tableName, tableArn, keyArn, roleName, roleArn } = provided.outputs;
    if (!tableName || !tableArn || !keyArn || !roleName || !roleArn) {
      throw new Error('AWS put out too little');
    }
    const part = releasePart({
      tableName,
      tableArn,
      keyArn,
      roleName,
      roleArn,
    });

    const dry = await harness.vaultEks.ensure(harness.spec(), {
      ...{ ...options, part, dryRun: true },
    });
    expect(dry.plan).toMatchObject({ blocked: false, changes: true });
    expect(dry.plan?.steps.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['namespace', 'storage-class', 'helm-release']),
    );

    const run = await harness.vaultEks.ensure(harness.spec(), {
      ...{ ...options, part },
    });
    expect(run.outputs).toEqual({
      fullname: 'vault',
      serviceUrl: 'https://vault-active.vault.svc:8200',
      uiUrl: undefined,
    });
    const configuration = await kubectl(
      harness.sandbox,
      ...['get', 'configmap', 'vault-config', '--namespace=vault'],
      '--output=yaml',
    );
    expect(configuration).toContain(`"${tableName}"`);
    expect(configuration).toContain(`"${keyArn}"`);

    const again = await harness.vaultEks.ensure(harness.spec(), {
      ...{ ...options, part },
    });
    expect(again.changed).toBe(false);
  });
});
