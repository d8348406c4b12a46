import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { fakeKubernetes } from '../../../testing/fakeKubernetes';
import { presentCertificate } from './presentCertificate';

const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
const ctx = { signal: new AbortController().signal, log: () => undefined };
const SECRET: KubernetesObject = {
  kind: 'Secret',
  metadata: { name: 'vault-server-tls', namespace: 'vault' },
};

const podOn = (name: string, secretName: string): V1Pod & KubernetesObject => ({
  kind: 'Pod',
  metadata: {
    ...{ name, namespace: 'vault' },
    labels: {
      'app.kubernetes.io/name': 'vault',
      'app.kubernetes.io/instance': 'vault',
      component: 'server',
    },
  },
  spec: { containers: [], volumes: [{ name: 'tls', secret: { secretName } }] },
});

describe('presentCertificate', () => {
  const look = (...objects: KubernetesObject[]) => {
    const kubernetes = fakeKubernetes();
    kubernetes.put(...objects);
    return presentCertificate({
      ...{ spec, kubernetes },
      secretName: 'vault-server-tls',
    }).observe(ctx);
  };

  it('is there without pods, and while some were not replaced yet', async () => {
    expect(await look(SECRET)).toMatchObject(SECRET);
    expect(
      await look(
        SECRET,
        podOn('vault-0', 'vault-issued-tls'),
        podOn('vault-1', 'vault-server-tls'),
      ),
    ).toMatchObject(SECRET);
  });

  it('refuses to make what was to be renewed', async () => {
    await expect(look()).rejects.toThrow(
      /There is no secret vault\/vault-server-tls, so there is nothing to renew for signer eks/,
    );
  });

  it('refuses to renew what a former signer left', async () => {
    await expect(
      look(SECRET, podOn('vault-0', 'vault-issued-tls')),
    ).rejects.toThrow(
      /No pod of Vault vault\/vault serves from secret vault\/vault-server-tls, which is that of signer eks\. Give the inputs of the deploy/,
    );
  });
});
