import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { SEED } from '@vault-eks/sandbox';
import { pointAwsClientsAt } from './awsEnvironment';
import { startHarness, type Harness } from './harness';
import { createTestRole, enterCluster } from './roles';

jest.setTimeout(120_000);

const signal = new AbortController().signal;
const DEPLOY_POLICY = path.resolve(
  __dirname,
  '../../../docs/permissions/deploy-policy.json',
);

describe('an account of its own', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  const plan = async (vaultEks: DefaultVaultEks) => {
    const options = { signal, logger: harness.logger() };
    try {
      return await vaultEks.plan(harness.spec(), options);
    } finally {
      await vaultEks.close();
    }
  };

  const inAccount = (account: object) =>
    DefaultVaultEks.create({
      config: new ConfigReader({
        aws: {
          accounts: [{ accountId: harness.sandbox.aws.account, ...account }],
        },
        vaultEks: { helm: { repository: harness.sandbox.helmRepository } },
      }),
      logger: harness.logger(),
    });

  it('is reached by assuming its role with the external id', async () => {
    const { roleName, externalId } = SEED.deployer;
    const { blocked, findings, steps } = await plan(
      inAccount({ roleName, externalId }),
    );
    expect(findings).toEqual([]);
    expect(blocked).toBe(false);
    expect(steps.length).toBeGreaterThan(10);
  });

  it('is refused with another external id, in one finding that says what to correct', async () => {
    const { roleName } = SEED.deployer;
    const { findings, steps } = await plan(
      inAccount({ roleName, externalId: 'guessed-external-id' }),
    );
    expect(steps).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'aws-credentials',
        what: expect.stringMatching(/check its roleName and externalId/),
      }),
    ]);
    expect(JSON.stringify([findings, harness.lines])).not.toContain(
      'guessed-external-id',
    );
  });

  /** What preflight says of the AWS rights of a role with the documented policy, after some actions were taken out. */
  async function rightsWithout(
    name: string,
    ...actions: readonly string[]
  ): Promise<readonly Finding[]> {
    const policy = readFileSync(DEPLOY_POLICY, 'utf8');
    const role = await createTestRole(harness.sandbox, {
      name,
      policy: actions.reduce(
        (text, action) => text.replaceAll(`"${action}"`, '"s3:ListBucket"'),
        policy,
      ),
    });
    await enterCluster(harness.sandbox, {
      cluster: harness.sandbox.clusters[0].name,
      roleArn: role.arn,
    });
    const restore = pointAwsClientsAt(harness.sandbox, role.keys);
    try {
      const { config } = harness;
      const logger = harness.logger();
      const { findings } = await plan(
        DefaultVaultEks.create({ config, logger }),
      );
      return findings.filter(({ id }) => id.startsWith('iam-permissions'));
    } finally {
      restore();
    }
  }

  it('names the rights that its role lacks', async () => {
    expect(
      await rightsWithout('half', 'kms:PutKeyPolicy', 'dynamodb:CreateTable'),
    ).toEqual([
      expect.objectContaining({
        id: 'iam-permissions-missing',
        what: expect.stringMatching(
          /may not: dynamodb:CreateTable, kms:PutKeyPolicy\.$/,
        ),
      }),
    ]);
  });

  it('says that they are unknown to a role that may not ask', async () => {
    expect(await rightsWithout('blind', 'iam:SimulatePrincipalPolicy')).toEqual(
      [expect.objectContaining({ id: 'iam-permissions-unknown' })],
    );
  });
});
