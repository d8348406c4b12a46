import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from './harness';
import { inventory } from './inventory';
import { helm } from './kubectl';

jest.setTimeout(120_000);

const signal = new AbortController().signal;

describe('the chart, before it is installed', () => {
  let harness: Harness;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vault-eks-charts-'));
    harness = await startHarness();
  });
  afterAll(async () => {
    await harness?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a plan says of the release; the real helm has rendered it. */
  async function planned(
    input: Partial<VaultClusterSpecInput> = {},
    vaultEks = harness.vaultEks,
  ) {
    const options = { signal, logger: harness.logger() };
    const plan = await vaultEks.plan(harness.spec(input), options);
    const step = plan.steps.find(({ id }) => id === 'helm-release');
    return { ...step, blocked: plan.blocked };
  }

  const withChart = (chart: Record<string, string | boolean>) =>
    DefaultVaultEks.create({
      config: new ConfigReader({
        vaultEks: {
          accounts: [harness.sandbox.aws.account],
          helm: chart,
        },
      }),
      logger: harness.logger(),
    });

  it('is planned by the objects that it will make, without their content', async () => {
    const { changes, verb, blocked } = await planned();
    expect(blocked).toBe(false);
    expect(verb).toBe('create');
    expect(changes).toEqual(
      expect.arrayContaining([
        { field: 'objects.StatefulSet', to: 'vault' },
        { field: 'objects.NetworkPolicy', to: 'vault' },
        {
          field: 'objects.PodDisruptionBudget',
          to: 'vault, vault-agent-injector',
        },
        {
          field: 'objects.Service',
          to: 'vault, vault-active, vault-agent-injector-svc, vault-internal, vault-standby, vault-ui',
        },
      ]),
    );
    expect(JSON.stringify(changes)).not.toMatch(/listener|CACERT|arn:/);
  });

  it.each<Partial<VaultClusterSpecInput>>([
    {
      release: 'secrets',
      namespace: 'team-a',
      replicas: 5,
      ui: { exposure: 'internal' },
    },
    {
      ui: { exposure: 'internet-facing', sourceRanges: ['192.0.2.0/24'] },
      injector: { enabled: false },
      networkPolicy: { enabled: false },
    },
    {
      values: {
        server: {
          nodeSelector: { 'kubernetes.io/arch': 'amd64' },
          extraEnvironmentVars: { VAULT_LOG_LEVEL: 'debug' },
          annotations: { 'example.com/team': 'platform' },
          priorityClassName: 'high',
          readinessProbe: { path: '/v1/sys/health?standbyok=true' },
          resources: { limits: { memory: '4Gi' } },
          gid: 2000,
        },
        injector: { webhook: { failurePolicy: 'Fail' } },
      },
    },
  ])('keeps every promise with %j', async input => {
    const { refusal } = await planned(input);
    expect(refusal).toBeUndefined();
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [
      { server: { resurces: {} } },
      /^values: chart vault 0\.34\.1 does not take server\.resurces \(did you mean server\.resources\?\); correct it/,
    ],
    [
      { loadBalancerSourceRanges: ['10.0.0.0/8'] },
      /did you mean ui\.loadBalancerSourceRanges\?/,
    ],
    [
      { server: { service: { type: 'LoadBalancer' } } },
      /values: server\.service\.type: Service vault would be of type LoadBalancer, and ui\.exposure: none makes that ClusterIP/,
    ],
    [
      { server: { ingress: { enabled: true } } },
      /values: server\.ingress\.enabled: Ingress vault would be a way to Vault past ui\.exposure: none/,
    ],
    [
      { server: { extraEnvironmentVars: { AWS_DYNAMODB_TABLE: 'mine' } } },
      /values: server\.extraEnvironmentVars\.AWS_DYNAMODB_TABLE: the variable AWS_DYNAMODB_TABLE would overrule/,
    ],
    [
      {
        server: {
          extraSecretEnvironmentVars: [
            { envName: 'VAULT_SEAL_TYPE', secretName: 's', secretKey: 'k' },
          ],
        },
      },
      /values: server\.extraSecretEnvironmentVars: the variable VAULT_SEAL_TYPE would overrule/,
    ],
    [
      { server: { hostNetwork: true } },
      /values: server\.hostNetwork: the pods of StatefulSet vault ask for hostNetwork/,
    ],
    [
      {
        server: { statefulSet: { securityContext: { pod: { runAsUser: 0 } } } },
      },
      /Vault could run as root/,
    ],
    [
      { server: { authDelegator: { enabled: false } } },
      /values: server\.authDelegator\.enabled: ServiceAccount .* may not review tokens/,
    ],
    [
      {
        server: {
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
        },
      },
      /audit volumes would be deleted/,
    ],
    [
      { server: { affinity: 'podAntiAffinity: [' } },
      /helm template failed: .*/,
    ],
  ])('is refused by the plan with %j', async (values, message) => {
    const { refusal, blocked } = await planned({ values });
    expect(blocked).toBe(true);
    expect(refusal).toMatch(message);
  });

  it('is refused by a deploy before anything changes', async () => {
    const before = await inventory(harness.sandbox);
    const values = { server: { service: { type: 'NodePort' } } };
    await expect(
      harness.vaultEks.deploy(harness.spec({ values }), {
        signal,
        logger: harness.logger(),
      }),
    ).rejects.toThrow(
      /^Nothing was changed\. Helm release vault\/vault: .*Service vault would be of type NodePort/,
    );
    expect(await inventory(harness.sandbox)).toEqual(before);
  });

  it.each([
    { server: { annotations: '{{ lookup "v1" "Secret" "kube-system" "" }}' } },
    { server: { affinity: '{{ fail "no" }}' } },
  ])('runs no template of a user: %j', async values => {
    await expect(planned({ values })).rejects.toThrow(
      /values: server\.\w+ hold template syntax/,
    );
  });

  it('says which version is not there, and where it looked', async () => {
    const { refusal } = await planned({ chartVersion: '0.30.0' });
    expect(refusal).toMatch(
      /^Chart vault 0\.30\.0 cannot be had from http:\/\/127\.0\.0\.1:\d+: helm pull failed: .*0\.30\.0.* Check chartVersion and vaultEks\.helm/,
    );
  });

  describe('from elsewhere', () => {
    it('comes from an OCI registry', async () => {
      const { host } = new URL(harness.sandbox.helmRepository);
      for (const [key, address] of [
        ['chart', `oci://${host}/charts/vault`],
        ['repository', `oci://${host}/charts`],
      ]) {
        const vaultEks = withChart({ [key]: address, plainHttp: true });
        expect((await planned({}, vaultEks)).refusal).toBeUndefined();
        expect(
          (await planned({ chartVersion: '0.1.0' }, vaultEks)).refusal,
        ).toMatch(/Chart vault 0\.1\.0 cannot be had from oci:\/\//);
        await vaultEks.close();
      }
    });

    it('comes from a file, and from a folder of them', async () => {
      await helm(
        harness.sandbox,
        ...['pull', 'vault', '--repo', harness.sandbox.helmRepository],
        ...['--destination', folder],
      );
      await helm(
        harness.sandbox,
        ...['pull', 'vault', '--repo', harness.sandbox.helmRepository],
        ...['--untar', '--untardir', path.join(folder, 'unpacked')],
      );
      for (const chart of [
        path.join(folder, 'vault-0.34.1.tgz'),
        folder,
        path.join(folder, 'unpacked', 'vault'),
      ]) {
        const vaultEks = withChart({ chart });
        expect((await planned({}, vaultEks)).refusal).toBeUndefined();
        await vaultEks.close();
      }
      const file = withChart({ chart: path.join(folder, 'vault-0.34.1.tgz') });
      expect((await planned({ chartVersion: '0.33.0' }, file)).refusal).toMatch(
        /vault-0\.34\.1\.tgz holds chart vault 0\.34\.1, and vault 0\.33\.0 is wanted; choose chartVersion: 0\.34\.1/,
      );
      await file.close();
    });

    it('is missed at the start', () => {
      expect(() => withChart({ chart: '/mnt/charts/vault.tgz' })).toThrow(
        'vaultEks.helm.chart names /mnt/charts/vault.tgz, which does not exist here',
      );
    });
  });
});
