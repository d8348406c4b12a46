import { Readable } from 'node:stream';
import { NotAllowedError } from '@backstage/errors';
import type { KubernetesObject } from '@kubernetes/client-node';
import {
  startVaultCluster,
  VaultCluster,
} from '../../testing/startVaultCluster';
import { readStatus } from './readStatus';

const ref = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};
const { signal } = new AbortController();

jest.setTimeout(60_000);

describe('readStatus', () => {
  let cluster: VaultCluster;

  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
    cluster.kubernetes.put(
      {
        kind: 'StatefulSet',
        metadata: { name: 'vault', namespace: 'vault' },
        spec: { replicas: 3 },
      } as KubernetesObject,
      ...['vault-0', 'vault-1', 'vault-2'].map((pod, i) => ({
        kind: 'Node',
        metadata: {
          name: `node-of-${pod}`,
          labels: { 'topology.kubernetes.io/zone': `eu-west-1${'abc'[i]}` },
        },
      })),
      {
        kind: 'Secret',
        metadata: {
          name: 'sh.helm.release.v1.vault.v2',
          namespace: 'vault',
          labels: {
            owner: 'helm',
            name: 'vault',
            version: '2',
            status: 'deployed',
          },
        },
      },
    );
  });
  afterEach(() => cluster.close());

  const read = (podTimeoutMs = 10_000) =>
    readStatus({ ref, kubernetes: cluster.kubernetes, signal, podTimeoutMs });
  const findings = async () => (await read()).findings.map(f => f.id);

  it('is what each pod says of itself', async () => {
    const status = await read();
    expect(status).toMatchObject({
      sealed: false,
      initialized: true,
      leader: { pod: 'vault-0', since: '2026-11-23T12:18:44.629Z' },
      replicas: { wanted: 3, ready: 3 },
      sealType: 'awskms',
      storageType: 'dynamodb',
      version: '1.21.4',
      release: {
        name: 'vault',
        status: 'deployed',
        revision: 2,
        chartVersion: '0.34.1',
      },
      certificate: { issuer: 'kubernetes' },
      findings: [],
    });
    expect(status.certificate?.daysLeft).toBeGreaterThanOrEqual(364);
    expect(status.pods.map(p => [p.name, p.role, p.zone])).toEqual([
      ['vault-0', 'active', 'eu-west-1a'],
      ['vault-1', 'standby', 'eu-west-1b'],
      ['vault-2', 'standby', 'eu-west-1c'],
    ]);
  });

  it('says what the configuration names, and how full volumes are where it may look', async () => {
    const claim = (pod: string) => ({
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: `audit-${pod}`,
        namespace: 'vault',
        labels: {
          'app.kubernetes.io/name': 'vault',
          'app.kubernetes.io/instance': 'vault',
          component: 'server',
        },
      },
      spec: { storageClassName: 'vault-audit' },
      status: { phase: 'Bound', capacity: { storage: '10Gi' } },
    });
    const config = {
      kind: 'ConfigMap',
      metadata: { name: 'vault-config', namespace: 'vault' },
      data: {
        'extraconfig-from-values.hcl':
          'storage "dynamodb" {\n  table = "vault-demo"\n}\nseal "awskms" {\n  kms_key_id = "alias/vault"\n}\n',
      },
    };
    cluster.kubernetes.put(config, claim('vault-0'), claim('vault-1'));
    cluster.kubernetes.exec = async ({ pod }) => {
      if (pod !== 'vault-0') {
        throw new NotAllowedError('pods/exec is forbidden');
      }
      return {
        exitCode: 0,
        stdout: '/dev/nvme1n1 1000 960 40 96% /vault/audit\n',
        stderr: '',
      };
    };
    const status = await readStatus({
      ref,
      kubernetes: cluster.kubernetes,
      signal,
      podTimeoutMs: 10_000,
      volumeFill: true,
      protections: async ({ sealKey, storageTable }) => ({
        key: {
          arn: `arn of ${sealKey}`,
          usable: { state: 'Disabled' },
          rotation: { state: 'on' },
        },
        table: {
          deletionProtection: { state: 'on' },
          pointInTimeRecovery: {
            state: 'unknown',
            reason: `AWS did not tell of ${storageTable}`,
          },
          encryption: { state: 'aws-owned' },
        },
      }),
    });
    expect(status).toMatchObject({
      sealKey: 'alias/vault',
      storageTable: 'vault-demo',
      protections: {
        key: { arn: 'arn of alias/vault' },
        table: {
          pointInTimeRecovery: { reason: 'AWS did not tell of vault-demo' },
        },
      },
    });
    expect(
      status.volumes.map(v => [v.claim, v.usedBytes, v.capacityBytes]),
    ).toEqual([
      ['audit-vault-0', 960 * 1024, 1000 * 1024],
      ['audit-vault-1', undefined, undefined],
    ]);
    expect(status.findings.map(f => [f.id, f.severity, f.what])).toEqual([
      ['seal-key-state', 'error', 'Seal key alias/vault is Disabled.'],
      ['volume-filling', 'error', 'Little room left: audit-vault-0 96%.'],
    ]);
  });

  it('finds a sealed pod and a missing leader, worst first', async () => {
    cluster.vault.sealed.add('vault-1');
    cluster.vault.leader = 'vault-9';
    const status = await read();
    expect(status.sealed).toBe(true);
    expect(status.leader).toBeUndefined();
    expect(status.findings.map(f => [f.id, f.severity])).toEqual([
      ['sealed', 'error'],
      ['no-leader', 'error'],
    ]);
  });

  describe('when pods are silent', () => {
    const asked = new Set<string>();

    beforeEach(() => {
      asked.clear();
      const { portForward } = cluster.kubernetes;
      cluster.kubernetes.portForward = (target, options) => {
        asked.add(target.pod);
        return target.pod === 'vault-0'
          ? portForward(target, options)
          : new Promise(() => undefined);
      };
    });

    it('asks all before it gives one up', async () => {
      const givenUp: string[][] = [];
      const status = await readStatus({
        ref,
        kubernetes: cluster.kubernetes,
        signal,
        podTimeoutMs: 3_000,
        log: () => givenUp.push([...asked].sort()),
      });
      expect(status.pods.map(p => [p.role, p.problem])).toEqual([
        ['active', undefined],
        ['unreachable', 'it did not answer in time'],
        ['unreachable', 'it did not answer in time'],
      ]);
      expect(status.findings.map(f => [f.id, f.what])).toEqual([
        ['unreachable', 'No answer from vault-1, vault-2.'],
      ]);
      const all = ['vault-0', 'vault-1', 'vault-2'];
      expect(givenUp).toEqual([all, all]);
    });

    it('waits for each as long as it is told to, and not longer', async () => {
      const patience = new AbortController();
      const ends: string[] = [];
      const patient = readStatus({
        ref,
        kubernetes: cluster.kubernetes,
        signal: patience.signal,
        podTimeoutMs: 600_000,
      }).finally(() => ends.push('patient'));
      await read(300).finally(() => ends.push('brief'));
      expect(ends).toEqual(['brief']);
      patience.abort();
      await expect(patient).rejects.toThrow(/abort/);
    });
  });

  it('says what is wrong with a Vault that is not initialised', async () => {
    cluster.vault.initialised = false;
    expect(await findings()).toEqual(['uninitialized']);
  });

  it('says that there is no such Vault', async () => {
    cluster.kubernetes.objects.delete('StatefulSet/vault/vault');
    await expect(read()).rejects.toThrow(
      'There is no Vault release vault in namespace vault of EKS cluster demo',
    );
  });

  it('tells what only the log of a pod gives away', async () => {
    cluster.kubernetes.logs = async ({ pod }) =>
      Readable.from(
        pod === 'vault-1'
          ? '{"type":"request"}\n[ERROR] core: failed to audit request: path=x\n'
          : '[INFO]  core: vault is unsealed\n',
      );

    expect(await findings()).toEqual(['audit-device-failing']);
  });
});
