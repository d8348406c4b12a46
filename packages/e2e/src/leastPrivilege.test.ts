import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { pointAwsClientsAt } from './awsEnvironment';
import { startHarness, type Harness } from './harness';
import { kubectl } from './kubectl';
import { createTestRole, enterCluster } from './roles';

jest.setTimeout(300_000);

const forever = new AbortController().signal;
const DOCS = path.resolve(__dirname, '../../../docs/permissions');
const documented = (file: string) =>
  readFileSync(path.join(DOCS, file), 'utf8');

describe('the documented rights', () => {
  let harness: Harness;
  const after: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    for (const undo of after.splice(0).reverse()) {
      await undo();
    }
  });
  afterAll(() => harness?.stop());

  /** The product with the rights that the docs give this identity, and with no other. */
  async function as(identity: 'deploy' | 'portal') {
    const { sandbox, config } = harness;
    const role = await createTestRole(sandbox, {
      name: `backstage-${identity}`,
      policy: documented(`${identity}-policy.json`),
    });
    await enterCluster(sandbox, {
      cluster: sandbox.clusters[0].name,
      roleArn: role.arn,
      groups: [`vault-eks:${identity}`],
    });
    await kubectl(
      sandbox,
      'apply',
      '--filename',
      path.join(DOCS, `kubernetes-${identity}.yaml`),
    );
    after.push(pointAwsClientsAt(sandbox, role.keys));
    const vaultEks = DefaultVaultEks.create({
      config,
      logger: harness.logger(),
    });
    after.push(() => vaultEks.close());
    return { vaultEks, role };
  }

  it('are enough to plan, deploy and verify', async () => {
    const { vaultEks } = await as('deploy');
    const options = { signal: forever, logger: harness.logger() };
    const plan = await vaultEks.plan(harness.spec(), options);
    expect(plan.findings.filter(f => f.severity === 'error')).toEqual([]);
    const report = await vaultEks.deploy(harness.spec(), options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const again = await vaultEks.deploy(harness.spec(), options);
    expect(again.changed).toBe(false);
  });

  it('are enough to read the status and the audit log', async () => {
    const { vaultEks } = await as('portal');
    const ref = harness.ref(harness.spec());
    const status = await vaultEks.status(ref, { signal: forever });
    expect(status.replicas).toEqual({ wanted: 3, ready: 3 });
    const stop = new AbortController();
    for await (const event of vaultEks.tailAudit(ref, {
      signal: stop.signal,
      history: 5,
    })) {
      if (event.kind === 'line') {
        stop.abort();
        break;
      }
    }
    expect(stop.signal.aborted).toBe(true);
  });
});
