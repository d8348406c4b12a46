import { gzipSync } from 'node:zlib';
import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import {
  parseSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Helm, HelmInstall } from '../../../connections/helm';
import { fakeKubernetes } from '../../../testing/fakeKubernetes';
import { manifestOf, renderedVault } from './__testUtils__/renderedVault';
import { injectorCa } from './injectorCa';
import { chartValues } from './values/chartValues';

const ctx = { signal: new AbortController().signal, log: () => undefined };

function wiringOf(caPem: string) {
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
  return {
    ...{ spec, names: vaultNames(spec), caPem, table: 'vault' },
    ...{ sealKey: 'key', roleArn: 'arn', storageClass: 'gp3' },
    ...{ tlsSecret: 'vault-server-tls', endpointUrls: {} },
  };
}

/** The record of a release whose agents were given these CAs. */
function record(caPem: string): V1Secret & KubernetesObject {
  const json = JSON.stringify({
    ...{ name: 'vault', version: 1, info: { status: 'deployed' } },
    chart: { metadata: { name: 'vault', version: '0.34.1' } },
    config: chartValues(wiringOf(caPem)),
  });
  const packed = gzipSync(json).toString('base64');
  return {
    kind: 'Secret',
    metadata: {
      ...{ name: 'sh.helm.release.v1.vault.v1', namespace: 'vault' },
      labels: { owner: 'helm', name: 'vault', version: '1' },
    },
    data: { release: Buffer.from(packed).toString('base64') },
  };
}

describe('the CA in the injector', () => {
  const setUp = () => {
    const kubernetes = fakeKubernetes();
    const installed: HelmInstall[] = [];
    const wiring = wiringOf('NEW');
    const helm: Helm = {
      pull: async ref => ({ ...ref, archive: Buffer.from(''), defaults: '' }),
      upgradeInstall: async install => void installed.push(install),
      template: async () => manifestOf(renderedVault(wiring)),
      uninstall: async () => undefined,
    };
    const resource = injectorCa({ wiring, helm, kubernetes });
    const bring = async () => {
      const observed = await resource.observe(ctx);
      const changes = observed ? resource.diff(observed) : [];
      if (observed && changes.length > 0) {
        await resource.update(ctx, observed, changes);
      }
      return changes;
    };
    return { kubernetes, installed, bring };
  };

  it('is that of Vault alone once no pod serves what the older one signed', async () => {
    const { kubernetes, installed, bring } = setUp();
    kubernetes.put(record('OLD\nNEW'));
    expect(await bring()).toMatchObject([{ field: 'CA' }]);
    expect(installed).toMatchObject([
      {
        release: 'vault',
        labels: { 'vault-eks.io/managed': 'true' },
        values: {
          injector: {
            extraEnvironmentVars: {
              AGENT_INJECT_VAULT_CACERT_BYTES:
                Buffer.from('NEW').toString('base64'),
            },
          },
        },
      },
    ]);
  });

  it('is left alone when it is that already, and before there is a release', async () => {
    const { kubernetes, installed, bring } = setUp();
    expect(await bring()).toEqual([]);
    kubernetes.put(record('NEW'));
    expect(await bring()).toEqual([]);
    expect(installed).toEqual([]);
  });
});
