import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '@kubernetes/client-node';
import {
  parseSpec,
  VaultClusterSpecInput,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { Helm, HELM_TIMEOUT_MS, HelmInstall } from '../../../connections/helm';
import { fakeKubernetes } from '../../../testing/fakeKubernetes';
import { manifestOf, renderedVault } from './__testUtils__/renderedVault';
import { helmRelease } from './helmRelease';
import { STUCK_AFTER_MS } from './releaseChanges';
import { chartValues } from './values/chartValues';

const ctx = { signal: new AbortController().signal, log: () => undefined };

function wiringOf(input: Partial<VaultClusterSpecInput> = {}) {
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1', ...input });
  return {
    spec,
    names: vaultNames(spec),
    caPem: 'CA',
    table: 'vault',
    sealKey: 'key',
    roleArn: 'arn',
    storageClass: 'gp3',
    tlsSecret: 'vault-server-tls',
    endpointUrls: {},
  };
}

function record(options: {
  version?: number;
  status?: string;
  ours?: boolean;
  values?: unknown;
  manifest?: string;
  age?: number;
}): KubernetesObject & { data: Record<string, string> } {
  const {
    version = 1,
    status = 'deployed',
    ours = true,
    values = chartValues(wiringOf()),
    manifest = '',
    age = 0,
  } = options;
  const json = JSON.stringify({
    name: 'vault',
    version,
    info: { status },
    chart: { metadata: { name: 'vault', version: '0.34.1' } },
    config: values,
    manifest,
  });
  const packed = gzipSync(json).toString('base64');
  return {
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.vault.v${version}`,
      namespace: 'vault',
      creationTimestamp: new Date(Date.now() - age),
      labels: {
        owner: 'helm',
        name: 'vault',
        version: `${version}`,
        status,
        ...(ours ? { 'vault-eks.io/managed': 'true' } : {}),
      },
    },
    data: { release: Buffer.from(packed).toString('base64') },
  };
}

function running(name: string): KubernetesObject {
  const pod = {
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'vault',
      labels: {
        'app.kubernetes.io/name': 'vault',
        'app.kubernetes.io/instance': 'vault',
        component: 'server',
      },
    },
    status: {
      phase: 'Running',
      containerStatuses: [{ ready: false, state: { running: {} } }],
    },
  };
  return pod;
}

describe('helmRelease', () => {
  const setUp = (input?: Partial<VaultClusterSpecInput>) => {
    const kubernetes = fakeKubernetes();
    const installed: HelmInstall[] = [];
    const uninstalled: string[] = [];
    const wiring = wiringOf(input);
    const helm: Helm = {
      pull: async ref => ({
        ...ref,
        archive: Buffer.from('the packed chart'),
        defaults: '',
      }),
      upgradeInstall: async install => void installed.push(install),
      template: async () => manifestOf(renderedVault(wiring)),
      uninstall: async ref => void uninstalled.push(ref.release),
    };
    const release = helmRelease({ wiring, helm, kubernetes });
    const differences = async () => {
      const observed = await release.observe(ctx);
      return observed && release.diff(observed);
    };
    return { kubernetes, installed, uninstalled, release, differences };
  };
  const pods = ['vault-0', 'vault-1', 'vault-2'].map(running);

  it('leaves it to others to wait for the pods', async () => {
    const { kubernetes, differences } = setUp();
    expect(await differences()).toBeUndefined();
    kubernetes.put(record({}), ...pods.slice(1));
    expect(await differences()).toEqual([]);
  });

  it('names each value that changes, and the newest record counts', async () => {
    const { kubernetes, differences } = setUp({ replicas: 5 });
    kubernetes.put(
      record({ version: 9, status: 'superseded', values: {} }),
      record({ version: 10 }),
    );
    expect(await differences()).toEqual([
      { field: 'values.server.ha.replicas', from: '3', to: '5' },
    ]);
  });

  it('does not mind in which order Helm keeps the keys', async () => {
    const { kubernetes, differences } = setUp();
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) {
        return value.map(reversed);
      }
      return typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .map(([k, v]) => [k, reversed(v)])
              .reverse(),
          )
        : value;
    };
    kubernetes.put(
      record({ values: reversed(chartValues(wiringOf())) }),
      ...pods,
    );
    expect(await differences()).toEqual([]);
  });

  it('refuses to change the size of volumes that exist', async () => {
    const { kubernetes, differences } = setUp({ audit: { size: '20Gi' } });
    kubernetes.put(record({}));
    expect((await differences())?.[0].refusal).toMatch(
      /made with 10Gi; a StatefulSet never changes its claims/,
    );
  });

  it('refuses a release of others', async () => {
    const { kubernetes, differences } = setUp();
    kubernetes.put(record({ ours: false }));
    expect((await differences())?.[0].refusal).toMatch(
      /was not made by this product \(chart vault 0.34.1\)/,
    );
  });

  it('asks for no object of a release of others', async () => {
    const { kubernetes, differences } = setUp();
    kubernetes.put(
      record({
        ours: false,
        manifest:
          'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }',
      }),
    );
    const { get } = kubernetes;
    kubernetes.get = async (ref, call) => {
      if (ref.kind === 'CronJob') {
        throw new Error('cronjobs is forbidden');
      }
      return get(ref, call);
    };
    expect((await differences())?.[0].refusal).toMatch(
      /was not made by this product/,
    );
  });

  it('gives another helm the time that ours may take, then takes its record for dead', async () => {
    const { kubernetes, differences, release, installed } = setUp();
    kubernetes.put(
      record({ status: 'pending-install', age: HELM_TIMEOUT_MS + 5_000 }),
    );
    expect(await differences()).toEqual([
      {
        field: 'status',
        from: 'pending-install',
        to: 'deployed',
        pending: true,
      },
    ]);
    kubernetes.put(
      record({ status: 'pending-install', age: STUCK_AFTER_MS + 5_000 }),
    );
    const observed = await release.observe(ctx);
    const changes = observed ? release.diff(observed) : [];
    expect(changes).toMatchObject([{ field: 'status' }]);
    if (observed) {
      await release.update(ctx, observed, changes);
    }
    expect(kubernetes.writes).toEqual([
      'delete Secret/vault/sh.helm.release.v1.vault.v1',
    ]);
    expect(installed).toHaveLength(1);
  });

  it('finishes an uninstall that died, and waits for one that goes on', async () => {
    const { kubernetes, differences, release, installed, uninstalled } =
      setUp();
    kubernetes.put(
      record({ status: 'uninstalling', age: HELM_TIMEOUT_MS + 5_000 }),
    );
    expect(await differences()).toEqual([
      { field: 'status', from: 'uninstalling', to: 'gone', pending: true },
    ]);
    kubernetes.put(
      record({ status: 'uninstalling', age: STUCK_AFTER_MS + 5_000 }),
    );
    const observed = await release.observe(ctx);
    if (observed) {
      await release.update(ctx, observed, release.diff(observed));
    }
    expect(uninstalled).toEqual(['vault']);
    expect(kubernetes.writes).toEqual([]);
    expect(installed).toHaveLength(1);
  });

  it('makes again what somebody has deleted', async () => {
    const { kubernetes, differences } = setUp();
    const objects = renderedVault(wiringOf());
    kubernetes.put(record({ manifest: manifestOf(objects) }), ...pods);
    kubernetes.put(
      ...objects.filter(({ metadata }) => metadata?.name !== 'vault-active'),
    );
    expect(await differences()).toEqual([
      { field: 'deleted', from: 'Service vault-active' },
    ]);
    kubernetes.put(...objects);
    expect(await differences()).toEqual([]);
  });

  describe('foreseen', () => {
    it('tells the objects by kind and name', async () => {
      const { release } = setUp();
      const foreseen = await release.forecast?.(ctx);
      expect(foreseen).toContainEqual({
        field: 'objects.Service',
        to: 'vault, vault-active, vault-internal, vault-standby, vault-ui',
      });
      expect(foreseen).toContainEqual({
        field: 'objects.StatefulSet',
        to: 'vault',
      });
      expect(JSON.stringify(foreseen)).not.toContain('listener');
    });

    it('tells only what changes of a release that is there', async () => {
      const { kubernetes, release } = setUp({ replicas: 5 });
      kubernetes.put(
        record({ manifest: manifestOf(renderedVault(wiringOf())) }),
      );
      const observed = await release.observe(ctx);
      expect(await release.forecast?.(ctx, observed)).toEqual([
        {
          field: 'objects.StatefulSet',
          from: 'vault',
          to: 'vault, changed',
        },
      ]);
    });

    it.each([
      [
        { labels: { 'app.kubernetes.io/managed-by': 'kustomize' } },
        'kustomize',
      ],
      [
        {
          annotations: {
            'argocd.argoproj.io/tracking-id': 'vault:/Service:vault/vault',
          },
        },
        'Argo CD',
      ],
      [
        {
          annotations: {
            'meta.helm.sh/release-name': 'other',
            'meta.helm.sh/release-namespace': 'vault',
          },
        },
        'Helm release vault/other',
      ],
      [{}, 'somebody who left no mark'],
    ])('refuses what others made under our names: %j', async (marks, owner) => {
      const { kubernetes, release } = setUp();
      kubernetes.put({
        kind: 'Service',
        metadata: { name: 'vault', namespace: 'vault', ...marks },
      });
      const foreseen = await release.forecast?.(ctx);
      expect(foreseen?.flatMap(({ refusal }) => refusal ?? [])).toEqual([
        `Helm would not take over what is there already: Service vault of ${owner}. Delete that, or choose another \`release\` or \`namespace\`.`,
      ]);
    });

    it('refuses what the chart makes of a bad value, and installs nothing of it', async () => {
      const { installed, release } = setUp({
        values: { server: { logLevel: 'debug' } },
      });
      expect(await release.forecast?.(ctx)).toEqual([
        {
          field: 'chart',
          refusal:
            'values: chart vault 0.34.1 does not take server; correct it, or leave it out.',
        },
      ]);
      await expect(release.create(ctx)).rejects.toThrow(/does not take server/);
      expect(installed).toEqual([]);
    });
  });
});
