import { X509Certificate } from 'node:crypto';
import {
  certificatePart,
  renewalPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { until } from '../until';
import { Callers, connectTo, startCallers } from './callers';

jest.setTimeout(300_000);

const { signal } = new AbortController();
const PODS = ['vault-0', 'vault-1', 'vault-2'];

describe('the certificate of a running Vault', () => {
  let harness: Harness;
  let connection: Awaited<ReturnType<typeof connectTo>>;
  const theSpec = () => harness.spec({ injector: { enabled: false } });

  beforeAll(async () => {
    harness = await startHarness();
    const spec = theSpec();
    connection = await connectTo(harness, harness.ref(spec));
    const options = { signal, logger: harness.logger() };
    await harness.vaultEks.deploy(spec, options);
  });
  afterAll(async () => {
    await connection?.close();
    await harness?.stop();
  });

  const get = async (...args: string[]) =>
    JSON.parse(
      await kubectl(
        harness.sandbox,
        'get',
        '--namespace=vault',
        ...args,
        '--output=json',
      ),
    );
  /** Which process each pod is. */
  const lives = async () => {
    const { items } = await get('pods', '--selector=component=server');
    return items.map(
      ({
        metadata,
        status,
      }: {
        metadata: { name: string; uid: string };
        status: {
          containerStatuses: {
            restartCount: number;
            state: { running: { startedAt: string } };
          }[];
        };
      }) => [
        metadata.name,
        metadata.uid,
        status.containerStatuses[0].restartCount,
        status.containerStatuses[0].state.running.startedAt,
      ],
    );
  };
  const served = () =>
    Promise.all(
      PODS.map(pod => connection.pods.servedCertificate(pod, { signal })),
    );
  const inSecret = async () => {
    const { data } = await get('secret', 'vault-server-tls');
    return new X509Certificate(Buffer.from(data['vault.crt'], 'base64'))
      .fingerprint256;
  };
  const ensure = (
    part: typeof certificatePart,
    onLine?: (line: string) => void,
    stop = new AbortController(),
  ) =>
    harness.vaultEks.ensure(theSpec(), {
      part,
      signal: stop.signal,
      logger: harness.logger(onLine),
    });
  const fate = async (body: object) => {
    const { controlUrl, clusters } = harness.sandbox;
    const answer = await fetch(
      `${controlUrl}/control/clusters/${clusters[0].name}/signer`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
    expect(answer.status).toBe(200);
  };

  it('names every service and every pod that the chart made', async () => {
    const { data } = await get('secret', 'vault-server-tls');
    const leaf = new X509Certificate(Buffer.from(data['vault.crt'], 'base64'));
    const { items } = await get('services');
    const services: string[] = items.map(
      ({ metadata }: { metadata: { name: string } }) => metadata.name,
    );
    expect(services.length).toBeGreaterThanOrEqual(5);
    const names = (leaf.subjectAltName ?? '').split(', ');
    for (const host of [
      ...services,
      ...PODS.map(pod => `${pod}.vault-internal`),
    ]) {
      expect(names).toContain(`DNS:${host}`);
    }
    for (const host of services) {
      expect(names).toContain(`DNS:${host}.vault.svc`);
      expect(names).toContain(`DNS:${host}.vault.svc.cluster.local`);
    }
  });

  it('is kept while it is fit', async () => {
    const { changed, outputs } = await ensure(certificatePart);
    expect(changed).toBe(false);
    expect(outputs).toEqual({
      secretName: 'vault-server-tls',
      caConfigMap: 'vault-ca',
    });
  });

  it('is renewed on every pod while clients keep calling, and no call fails', async () => {
    const [before, first] = [await lives(), await served()];
    expect(new Set(first).size).toBe(1);
    const { leader } = await harness.vaultEks.status(harness.ref(theSpec()), {
      signal,
    });
    const callers: Callers = await startCallers(connection, {
      pods: PODS,
      leader: leader?.pod ?? '',
    });
    const untilAnswered = async (count: number) => {
      const wanted = callers.answered() + count;
      while (callers.answered() < wanted) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    };
    await untilAnswered(50);
    const { changed } = await ensure(renewalPart({ force: true }));
    await untilAnswered(50);
    await callers.stop();

    expect(changed).toBe(true);
    expect(callers.failures).toEqual([]);
    const renewed = await served();
    expect(new Set(renewed)).toEqual(new Set([await inSecret()]));
    expect(renewed[0]).not.toBe(first[0]);
    expect(await lives()).toEqual(before);
    // Each claim has a limit of its own, which a busy machine may exceed once.
    const held = await until(
      'that every claim holds',
      async () => {
        const claims = await harness.vaultEks.verify(theSpec(), {
          signal,
          logger: harness.logger(),
        });
        return claims.every(({ passed }) => passed) ? claims : undefined;
      },
      120_000,
    );
    expect(held.length).toBeGreaterThan(5);
  });

  it('reaches the pods in the next run when the one that renewed it ended before', async () => {
    const [before, first] = [await lives(), await served()];
    const run = new AbortController();
    await expect(
      ensure(
        renewalPart({ force: true }),
        line => {
          if (/updated Server certificate/.test(line)) {
            run.abort();
          }
        },
        run,
      ),
    ).rejects.toThrow();
    expect(await inSecret()).not.toBe(first[0]);
    expect(await served()).toEqual(first);

    const options = { signal, logger: harness.logger() };
    const drift = await harness.vaultEks.drift(theSpec(), options);
    expect(
      drift.steps.find(({ id }) => id === 'served-certificate')?.changes,
    ).toHaveLength(3);
    const report = await harness.vaultEks.deploy(theSpec(), options);
    expect(report.changed).toBe(true);
    expect(new Set(await served())).toEqual(new Set([await inSecret()]));
    expect(await lives()).toEqual(before);
    const again = await harness.vaultEks.deploy(theSpec(), options);
    expect(again.changed).toBe(false);
  });

  it.each([
    ['deny', /was denied: DeniedByPolicy: not on Sundays/],
    ['fail', /refused certificate request .*not on Sundays/],
    ['collect', /is gone before its certificate was read; somebody deleted it/],
  ])('is not touched when the request meets %s', async (what, said) => {
    const first = await served();
    await fate({ fate: what, message: 'not on Sundays' });
    try {
      await expect(ensure(renewalPart({ force: true }))).rejects.toThrow(said);
    } finally {
      await fate({ fate: 'sign' });
    }
    expect(await served()).toEqual(first);
    expect(await inSecret()).toBe(first[0]);
  });

  it('has never let its key out', async () => {
    const { data } = await get('secret', 'vault-server-tls');
    const key = Buffer.from(data['vault.key'], 'base64').toString('utf8');
    const said = harness.lines.join('\n');
    expect(key).toContain('PRIVATE KEY');
    expect(said).not.toContain('PRIVATE KEY');
    expect(said).not.toContain(key.split('\n')[1]);
  });
});
