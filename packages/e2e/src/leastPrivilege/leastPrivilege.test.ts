import { DeleteClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { PutRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  ownershipValue,
  vaultNames,
  type VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  provisionPart,
  type DefaultVaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { allow, type TestRole } from '../roles';
import { actAs, createIdentity, grantInCluster, lookUpAs } from './actAs';
import { byHand } from './byHand';
import { documentedRights, documentedText, type Identity } from './documented';
import { everyChoice } from './everyChoice';
import { MAY_BE_REFUSED, NOT_TAKEN, ON_OWN_KEY } from './expected';
import { recordedRights } from './recordedRights';

jest.setTimeout(300_000);

const { signal } = new AbortController();

describe('the documented rights', () => {
  let harness: Harness;
  let roles: Record<Identity, TestRole>;
  let policyArn: string;
  let keyArn: string;

  beforeAll(async () => {
    harness = await startHarness();
    roles = {
      deploy: await createIdentity(harness, 'deploy'),
      portal: await createIdentity(harness, 'portal'),
    };
    for (const { name } of harness.sandbox.clusters) {
      await grantInCluster(harness, 'kubernetes-deploy.yaml', name);
    }
    policyArn = await byHand.policy('boundary');
    keyArn = await byHand.key(harness.sandbox.aws.account);
    await new IAMClient({}).send(
      new PutRolePolicyCommand({
        ...{ RoleName: 'backstage-deploy', PolicyName: 'own-key' },
        PolicyDocument: allow({ Action: ON_OWN_KEY, Resource: keyArn }),
      }),
    );
  });
  afterAll(() => harness?.stop());

  const deployer = <T>(act: (vaultEks: DefaultVaultEks) => Promise<T>) =>
    actAs(harness, roles.deploy, act);
  const options = () => ({ signal, logger: harness.logger() });
  const spec = (input: Partial<VaultClusterSpecInput> = {}) =>
    harness.spec({ replicas: 2, ...input });
  /** The AWS part alone. */
  const provision = (
    input: Partial<VaultClusterSpecInput>,
    dryRun: boolean = false,
  ) =>
    deployer(vaultEks =>
      vaultEks.ensure(spec(input), {
        ...options(),
        ...{ part: provisionPart, dryRun },
      }),
    );

  it('are enough to plan, deploy, verify and look for drift', async () => {
    await deployer(async vaultEks => {
      const plan = await vaultEks.plan(spec(), options());
      expect(plan.findings.filter(f => f.severity === 'error')).toEqual([]);
      const { claims } = await vaultEks.deploy(spec(), options());
      expect(claims.filter(claim => !claim.passed)).toEqual([]);
      const verified = await vaultEks.verify(spec(), options());
      expect(verified.filter(claim => !claim.passed)).toEqual([]);
      const { drifted } = await vaultEks.drift(spec(), options());
      expect(drifted).toBe(false);
    });
  });

  it('are enough for the portal to read the status and the audit log', async () => {
    await grantInCluster(harness, 'kubernetes-portal.yaml');
    await actAs(harness, roles.portal, async vaultEks => {
      const ref = harness.ref(spec());
      const status = await vaultEks.status(ref, { signal });
      expect(status.replicas).toEqual({ wanted: 2, ready: 2 });
      expect(status.protections).toMatchObject({
        table: {
          deletionProtection: { state: 'on' },
          pointInTimeRecovery: { state: 'on' },
          encryption: { state: 'aws-owned' },
        },
        key: { usable: { state: 'Enabled' }, rotation: { state: 'on' } },
      });
      const stop = new AbortController();
      for await (const event of vaultEks.tailAudit(ref, {
        ...{ signal: stop.signal, history: 5 },
      })) {
        if (event.kind === 'line') {
          stop.abort();
          break;
        }
      }
      expect(stop.signal.aborted).toBe(true);
    });
  });

  it('are enough for the portal to look up what a form may choose from', async () => {
    const { account, region } = harness.sandbox.aws;
    const { cluster } = spec();
    const place = { account, region };
    await lookUpAs(harness, roles.portal, async lookups => {
      const found = await lookups.findClusters({}, { signal });
      expect(found.silent).toEqual([]);
      expect(found.clusters.map(({ name }) => name)).toContain(cluster);
      const network = await lookups.readNetwork(
        { ...place, cluster },
        { signal },
      );
      expect(network.routeTables.some(({ ofCluster }) => ofCluster)).toBe(true);
      expect(network.subnets.some(({ ofCluster }) => ofCluster)).toBe(true);
      const names = vaultNames(spec());
      const { keys } = await lookups.findKeys(place, { signal });
      expect(
        keys.find(({ aliases }) => aliases.includes(names.keyAlias)),
      ).toMatchObject({ usedBy: ownershipValue(spec()) });
      const { tables } = await lookups.findTables(place, { signal });
      expect(tables.find(({ name }) => name === names.table)).toEqual({
        name: names.table,
        status: 'ACTIVE',
        usedBy: ownershipValue(spec()),
      });
    });
  });

  it('are enough to change what can be changed, and to change it back', async () => {
    const changed = everyChoice({
      ...{ policyArn, keyArn },
      stranger: roles.portal.arn,
    });
    const report = await deployer(vaultEks =>
      vaultEks.deploy(spec(changed), options()),
    );
    expect(report.changed).toBe(true);
    expect((await provision({})).changed).toBe(true);
    expect((await provision({})).changed).toBe(false);
  });

  it('are enough to mend what others changed', async () => {
    const { outputs } = await provision({}, true);
    await byHand.meddleWithRole(outputs.roleName ?? '', policyArn);
    await byHand.openGroup(outputs.endpointSecurityGroupId ?? '');
    expect((await provision({})).changed).toBe(true);
    expect((await provision({})).changed).toBe(false);
  });

  it('are enough to use and take over what exists', async () => {
    const { region, account } = harness.sandbox.aws;
    const [, { name: cluster }] = harness.sandbox.clusters;
    await byHand.halfOfACluster(cluster, region);
    await byHand.table('vault-of-others');
    const keyId = await byHand.key(account, [
      'kms:Describe*',
      'kms:List*',
      'kms:Get*',
    ]);
    const refused = await provision(
      { cluster, seal: { key: 'existing', keyId } },
      true,
    );
    const key = refused.plan?.steps.find(({ id }) => id === 'seal-key');
    expect(key?.refusal).toMatch(/lets/);

    const { steps } = await provision({
      ...{ cluster, adopt: true },
      storage: { table: 'vault-of-others' },
      endpoints: { dynamodb: 'existing' },
    });
    const adopted = steps.filter(({ outcome }) => outcome === 'adopted');
    expect(adopted.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['dynamodb-table', 'dynamodb-endpoint']),
    );
  });

  it('are enough to see what an initialisation without keys has left', async () => {
    const { table, custodySecret: SecretId } = vaultNames(spec());
    const begun = { state: 'initialising', startedAt: '2026-01-01T00:00:00Z' };
    await new SecretsManagerClient({}).send(
      new PutSecretValueCommand({
        SecretId,
        SecretString: JSON.stringify({ ...begun, marker: 'a test' }),
      }),
    );
    const plan = await deployer(vaultEks =>
      vaultEks.plan(spec(), { ...options(), reinitialise: table }),
    );
    expect(plan.steps[0].refusal).toMatch(/holds more than/);
  });

  it('are enough to take it down with all its data', async () => {
    await grantInCluster(harness, 'kubernetes-destroy-volumes.yaml');
    const unprotected = spec({ storage: { deletionProtection: false } });
    await provision({ storage: { deletionProtection: false } });
    const names = vaultNames(unprotected);
    const { kept } = await deployer(vaultEks =>
      vaultEks.destroy(unprotected, {
        ...options(),
        alsoDelete: {
          table: names.table,
          sealKey: names.keyAlias,
          custodySecret: names.custodySecret,
          volumes: `${unprotected.namespace}/${unprotected.release}`,
        },
      }),
    );
    // Other workloads of the cluster may rely on it as long as there is the cluster.
    expect(kept.map(({ id }) => id)).toEqual(['oidc-provider']);
  });

  it('are enough to remove what a deleted cluster left', async () => {
    await new EKSClient({}).send(
      new DeleteClusterCommand({ name: spec().cluster }),
    );
    const { steps } = await deployer(vaultEks =>
      vaultEks.destroy(spec(), { ...options(), onlyAws: true }),
    );
    expect(steps.map(({ id }) => id)).toEqual(['oidc-provider']);
  });

  it.each<Identity>(['deploy', 'portal'])(
    'are all taken, and no others: %s',
    async identity => {
      const { taken, refused } = await recordedRights(
        harness.sandbox,
        roles[identity].arn,
      );
      const onOwnKey = identity === 'deploy' ? ON_OWN_KEY : [];
      const listed = documentedRights(identity);
      const missing = taken.filter(
        right => ![...listed, ...onOwnKey].includes(right),
      );
      const needless = [...listed, ...onOwnKey].filter(
        right => !taken.includes(right),
      );
      expect({ missing, needless }).toEqual({
        missing: [],
        needless: NOT_TAKEN[identity],
      });
      expect(Object.keys(refused)).toEqual(MAY_BE_REFUSED[identity]);
    },
  );

  it('name in the docs what a key of the customer needs', () => {
    const readme = documentedText('README.md');
    for (const right of ON_OWN_KEY) {
      expect(readme).toContain(right.replace(/ReEncrypt.*/, 'ReEncrypt*'));
    }
  });
});
