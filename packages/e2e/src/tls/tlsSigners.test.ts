import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  certificatePart,
  renewalPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { actAs, createIdentity, grantInCluster } from '../leastPrivilege/actAs';
import { until } from '../until';
import { connectTo } from './callers';

jest.setTimeout(420_000);

const { signal } = new AbortController();
const PODS = ['vault-0', 'vault-1', 'vault-2'];

const byCertManager: VaultClusterSpecInput['tls'] = {
  signer: 'cert-manager',
  issuer: { name: 'platform-ca' },
};
const bySecret: VaultClusterSpecInput['tls'] = {
  signer: 'secret',
  secret: 'corporate-tls',
};

const subjectsIn = (pem: string) =>
  (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [])
    .map(block => new X509Certificate(block).subject)
    .sort();

describe('other signers than EKS', () => {
  let harness: Harness;
  let connection: Awaited<ReturnType<typeof connectTo>>;
  const specBy = (
    tls: VaultClusterSpecInput['tls'],
    injector: VaultClusterSpecInput['injector'] = { enabled: false },
  ) => harness.spec({ tls, injector });

  beforeAll(async () => {
    harness = await startHarness({ addons: ['cert-manager'] });
    const spec = specBy({});
    connection = await connectTo(harness, harness.ref(spec));
  });
  afterAll(async () => {
    await connection?.close();
    await harness?.stop();
  });

  const options = () => ({ signal, logger: harness.logger() });
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
  const leafIn = async (secret: string) => {
    const { data } = await get('secret', secret);
    return new X509Certificate(Buffer.from(data['tls.crt'], 'base64'));
  };
  const published = async () => {
    const { data } = await get('configmap', 'vault-ca');
    return subjectsIn(data['ca.crt']);
  };
  /** Whom the agents trusted, release by release. */
  const trusted = async () => {
    const { items } = await get('secrets', '--selector=owner=helm,name=vault');
    const revisions: [number, string[]][] = items.map(
      (item: { data: { release: string } }) => {
        const packed = Buffer.from(item.data.release, 'base64').toString();
        const record = JSON.parse(
          gunzipSync(Buffer.from(packed, 'base64')).toString(),
        );
        const { AGENT_INJECT_VAULT_CACERT_BYTES: cacert } =
          record.config.injector.extraEnvironmentVars;
        return [
          record.version,
          subjectsIn(Buffer.from(cacert, 'base64').toString()),
        ];
      },
    );
    return revisions.sort(([a], [b]) => a - b).map(([, names]) => names);
  };
  const served = () =>
    Promise.all(
      PODS.map(pod => connection.pods.servedCertificate(pod, { signal })),
    );

  it('are refused before anything changes when they cannot sign', async () => {
    const plan = (tls: VaultClusterSpecInput['tls']) =>
      harness.vaultEks.plan(specBy(tls), options());
    const refusalOf = async (tls: VaultClusterSpecInput['tls']) =>
      (await plan(tls)).steps.find(({ id }) => id === 'server-certificate')
        ?.refusal;
    expect(
      await refusalOf({ signer: 'cert-manager', issuer: { name: 'nobody' } }),
    ).toMatch(/there is no ClusterIssuer nobody, or cert-manager is not/);
    expect(await refusalOf(bySecret)).toMatch(
      /there is no secret vault\/corporate-tls/,
    );
    await expect(
      harness.vaultEks.deploy(specBy(bySecret), options()),
    ).rejects.toThrow(/Nothing was changed/);
  });

  it('take over from one another on a running Vault, with the documented rights', async () => {
    const role = await createIdentity(harness, 'deploy');
    await grantInCluster(harness, 'kubernetes-deploy.yaml');
    await grantInCluster(harness, 'kubernetes-cert-manager.yaml');
    await actAs(harness, role, async vaultEks => {
      const injector = { replicas: 1 };
      const first = await vaultEks.deploy(specBy({}, injector), options());
      expect(first.claims.filter(claim => !claim.passed)).toEqual([]);
      expect(await published()).toEqual(['CN=kubernetes']);

      const spec = specBy(byCertManager, injector);
      const report = await vaultEks.deploy(spec, options());
      expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
      const leaf = await leafIn('vault-issued-tls');
      expect(leaf.issuer).toBe('CN=Platform CA');
      expect(new Set(await served())).toEqual(new Set([leaf.fingerprint256]));
      expect(await published()).toEqual(['CN=Platform CA']);
      expect(await trusted()).toEqual([
        ['CN=kubernetes'],
        ['CN=Platform CA', 'CN=kubernetes'],
        ['CN=Platform CA'],
      ]);
      const again = await vaultEks.deploy(spec, options());
      expect(
        again.steps.filter(({ outcome }) => !['kept', 'ran'].includes(outcome)),
      ).toEqual([]);
    });
  });

  it('are verified by the portal, which may read no secret', async () => {
    const role = await createIdentity(harness, 'portal');
    await grantInCluster(harness, 'kubernetes-portal.yaml');
    await actAs(harness, role, async vaultEks => {
      const ref = harness.ref(specBy({}));
      const status = await vaultEks.status(ref, { signal });
      expect(status.pods.map(({ problem }) => problem)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(status.certificate?.issuer).toBe('Platform CA');
    });
  });

  it('renew by themselves, and a run has the pods serve it', async () => {
    const before = await leafIn('vault-issued-tls');
    await kubectl(
      harness.sandbox,
      'patch',
      'certificate',
      'vault-issued-tls',
      '--namespace=vault',
      '--subresource=status',
      '--type=merge',
      '--patch={"status":{"conditions":[{"type":"Issuing","status":"True","reason":"ManuallyTriggered"}]}}',
    );
    await until(
      'a new certificate',
      async () => {
        const leaf = await leafIn('vault-issued-tls');
        return leaf.fingerprint256 === before.fingerprint256 ? undefined : leaf;
      },
      20_000,
    );
    expect(new Set(await served())).toEqual(new Set([before.fingerprint256]));
    const spec = specBy(byCertManager);
    const { changed } = await harness.vaultEks.ensure(spec, {
      ...options(),
      part: renewalPart({ force: false }),
    });
    expect(changed).toBe(true);
    const leaf = await leafIn('vault-issued-tls');
    expect(new Set(await served())).toEqual(new Set([leaf.fingerprint256]));
  });

  it('issue anew on demand', async () => {
    const [before] = await served();
    const spec = specBy(byCertManager);
    const run = () =>
      harness.vaultEks.ensure(spec, {
        ...options(),
        part: renewalPart({ force: true }),
      });
    expect((await run()).changed).toBe(true);
    const [after] = await served();
    expect(after).not.toBe(before);
    const { status } = await get('certificate', 'vault-issued-tls');
    expect(status.revision).toBe(3);
  });

  it('use an existing secret as it is, and write nothing to it', async () => {
    await kubectlApply(harness, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'corporate', namespace: 'vault' },
      spec: {
        secretName: 'corporate-tls',
        issuerRef: { name: 'platform-ca', kind: 'ClusterIssuer' },
        dnsNames: ['vault.vault.svc', 'vault-active.vault.svc'],
        usages: ['digital signature', 'key encipherment', 'server auth'],
      },
    });
    await kubectl(
      harness.sandbox,
      'wait',
      '--namespace=vault',
      '--for=condition=Ready',
      '--timeout=20s',
      'certificate/corporate',
    );
    const spec = specBy(bySecret);
    await expect(
      harness.vaultEks.ensure(spec, { ...options(), part: certificatePart }),
    ).rejects.toThrow(/it lacks vault-0\.vault-internal, vault-1/);

    await kubectl(
      harness.sandbox,
      'patch',
      'certificate',
      'corporate',
      '--namespace=vault',
      '--type=merge',
      `--patch=${JSON.stringify({
        spec: {
          dnsNames: [
            'vault.vault.svc',
            'vault-active.vault.svc',
            ...PODS.map(pod => `${pod}.vault-internal`),
          ],
        },
      })}`,
    );
    await until(
      'the further names',
      async () =>
        (await leafIn('corporate-tls')).subjectAltName?.includes('vault-2')
          ? true
          : undefined,
      20_000,
    );
    const { metadata } = await get('secret', 'corporate-tls');
    const report = await harness.vaultEks.deploy(spec, options());
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const leaf = await leafIn('corporate-tls');
    expect(new Set(await served())).toEqual(new Set([leaf.fingerprint256]));
    const now = await get('secret', 'corporate-tls');
    expect(now.metadata.resourceVersion).toBe(metadata.resourceVersion);
  });

  it('are left alone when the Vault goes', async () => {
    const { kept } = await harness.vaultEks.destroy(
      specBy(bySecret),
      options(),
    );
    expect(kept.find(({ id }) => id === 'server-certificate')?.reason).toBe(
      'it is not ours',
    );
    expect((await leafIn('corporate-tls')).issuer).toBe('CN=Platform CA');
  });
});

async function kubectlApply(harness: Harness, object: object): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-apply-'));
  try {
    const file = path.join(folder, 'object.json');
    writeFileSync(file, JSON.stringify(object));
    await kubectl(harness.sandbox, 'apply', '--filename', file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
