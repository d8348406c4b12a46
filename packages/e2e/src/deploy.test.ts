import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import { fileAuditLines, lastAuditLines } from './auditLines';
import { startHarness, type Harness } from './harness';
import { kubectl } from './kubectl';
import { awsInventory } from './inventory';
import { findSecrets, readCustody } from './secrets';
import { until } from './until';

jest.setTimeout(240_000);

const forever = new AbortController().signal;

describe('a Vault from nothing', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  it('is planned without a change', async () => {
    const plan = await harness.vaultEks.plan(harness.spec(), {
      signal: forever,
      logger: harness.logger(),
    });

    expect(plan).toMatchObject({ blocked: false, changes: true });
    expect(plan.steps.find(step => step.id === 'dynamodb-table')?.verb).toBe(
      'create',
    );
    const again = await harness.vaultEks.plan(harness.spec(), {
      signal: forever,
      logger: harness.logger(),
    });
    // How long a look took is the one thing that differs from plan to plan.
    const untimed = (steps: typeof plan.steps) =>
      steps.map(({ observeMs, ...step }) => step);
    expect(untimed(again.steps)).toEqual(untimed(plan.steps));
  });

  it('is deployed, and every claim holds', async () => {
    const report = await harness.vaultEks.deploy(harness.spec(), {
      signal: forever,
      logger: harness.logger(),
    });

    expect(report.changed).toBe(true);
    expect(report.claims.length).toBeGreaterThan(0);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    expect(findSecrets(JSON.stringify(report), [])).toEqual([]);
  });

  it('is not changed by a second run', async () => {
    const report = await harness.vaultEks.deploy(harness.spec(), {
      signal: forever,
      logger: harness.logger(),
    });

    expect(report.changed).toBe(false);
    expect(
      report.steps.filter(step => !['kept', 'ran'].includes(step.outcome)),
    ).toEqual([]);
  });

  it('is verified from outside', async () => {
    const claims = await harness.vaultEks.verify(harness.spec(), {
      signal: forever,
      logger: harness.logger(),
    });

    expect(claims.filter(claim => !claim.passed)).toEqual([]);
  });

  it('tells who leads, and that nobody is sealed', async () => {
    const status = await harness.vaultEks.status(harness.ref(harness.spec()), {
      signal: forever,
    });

    expect(status).toMatchObject({
      initialized: true,
      sealed: false,
      sealType: 'awskms',
      storageType: 'dynamodb',
      replicas: { wanted: 3, ready: 3 },
      release: { status: 'deployed', chartVersion: '0.34.1' },
    });
    expect(status.pods.map(pod => pod.role).sort()).toEqual([
      'active',
      'standby',
      'standby',
    ]);
    expect(status.certificate?.daysLeft).toBeGreaterThan(300);
  });

  it('writes each audit line to both devices', async () => {
    const spec = harness.spec();
    const ref = harness.ref(spec);
    const { leader } = await harness.vaultEks.status(ref, { signal: forever });

    const onStdout = await lastAuditLines(harness, ref, 10);
    const inFile = await fileAuditLines(harness, {
      namespace: spec.namespace,
      name: leader?.pod ?? 'no leader',
    });

    expect(onStdout).toHaveLength(10);
    expect(new Set(onStdout.map(({ pod }) => pod))).toEqual(
      new Set([leader?.pod]),
    );
    expect(inFile).toEqual(
      expect.arrayContaining(
        onStdout.map(({ type, requestId }) => ({ type, requestId })),
      ),
    );
  });

  it('shows audit lines, and follows a new leader', async () => {
    const spec = harness.spec();
    const ref = harness.ref(spec);
    const stop = new AbortController();
    const lines: string[] = [];
    const sources: string[] = [];
    const tail = (async () => {
      for await (const event of harness.vaultEks.tailAudit(ref, {
        signal: stop.signal,
        history: 50,
      })) {
        if (event.kind === 'line') {
          lines.push(event.line.raw);
        }
        if (event.kind === 'source' && event.source.state === 'following') {
          sources.push(event.source.pod ?? '');
        }
      }
    })().catch(error => {
      if (!stop.signal.aborted) {
        throw error;
      }
    });

    try {
      await until('an audit line', async () => lines[0], 30_000);
      const first = (await harness.vaultEks.status(ref, { signal: forever }))
        .leader?.pod;
      await kill(harness, spec.namespace, first ?? '');
      const second = await until(
        'a new leader',
        async () => {
          const { leader } = await harness.vaultEks.status(ref, {
            signal: forever,
          });
          return leader && leader.pod !== first ? leader.pod : undefined;
        },
        40_000,
      );
      await until(
        'the tail on the new leader',
        async () => sources.find(pod => pod === second),
        30_000,
      );
      expect(new Set(lines).size).toBe(lines.length);
    } finally {
      stop.abort();
      await tail;
    }
  });

  it('has said no secret', async () => {
    const custody = await readCustody(vaultNames(harness.spec()).custodySecret);

    expect(custody.recoveryKeys).toHaveLength(5);
    expect(custody.rootToken).toBeUndefined();
    expect(
      findSecrets(harness.lines.join('\n'), custody.recoveryKeys ?? []),
    ).toEqual([]);
    const { controlUrl } = harness.sandbox;
    for (const path of ['/', '/control/overview', '/control/calls']) {
      const answer = await fetch(controlUrl + path);
      expect(
        findSecrets(await answer.text(), custody.recoveryKeys ?? []),
      ).toEqual([]);
    }
    for (const pod of ['vault-0', 'vault-1', 'vault-2']) {
      const log = await kubectl(harness.sandbox, '-n', 'vault', 'logs', pod);
      expect(log).toContain('==> Vault server configuration');
      expect(findSecrets(log, custody.recoveryKeys ?? [])).toEqual([]);
    }
  });

  it('is taken down, though every run but the last is interrupted', async () => {
    const spec = harness.spec();
    const deleted: string[] = [];
    const takeDown = async () => {
      const run = new AbortController();
      const { kept } = await harness.vaultEks.destroy(spec, {
        signal: run.signal,
        logger: harness.logger(line => {
          const [, title] = /: deleted (.*) \(/.exec(line) ?? [];
          if (title) {
            deleted.push(title);
            run.abort();
          }
        }),
      });
      return kept;
    };
    const kept = await until(
      'the end of Vault',
      () => takeDown().catch(() => undefined),
      120_000,
    );

    expect(new Set(deleted).size).toBe(deleted.length);
    expect(deleted).toContain('Helm release vault/vault');
    // What ran beside the thing that ended a run is not told, and gone all the same.
    expect(deleted.length).toBeGreaterThan(2);
    const { endpoints } = await awsInventory(harness.sandbox);
    expect(endpoints).toEqual([]);
    expect(kept.map(({ id }) => id).sort()).toEqual([
      'audit-volumes',
      'custody-secret',
      'dynamodb-table',
      'namespace',
      'oidc-provider',
      'seal-key',
      'storage-class',
    ]);
    const claims = await harness.vaultEks.verify(spec, {
      signal: forever,
      logger: harness.logger(),
    });
    expect(claims).toMatchObject([{ id: 'deployed', passed: false }]);
  });
});

async function kill(harness: Harness, namespace: string, pod: string) {
  const { controlUrl, clusters } = harness.sandbox;
  const answer = await fetch(
    `${controlUrl}/control/clusters/${clusters[0].name}/pods/${namespace}/${pod}/kill`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Down for longer than the lock holds, so that another one leads.
      body: JSON.stringify({ signal: 'SIGKILL', holdMs: 25_000 }),
    },
  );
  if (!answer.ok) {
    throw new Error(`${pod} could not be killed: ${await answer.text()}`);
  }
}
