import { connect as connectTls } from 'node:tls';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { at, objectsOf } from '../../kube/api/json';
import { ServiceAccountTokens } from '../../kube/auth/ServiceAccountTokens';
import { createStore } from '../../kube/store/createStore';
import {
  startVaultCloud,
  type VaultCloud,
} from '../../vault/testing/vaultCloud';
import { until } from '../../vault/testing/vaultNodes';
import { createKubelet, type Kubelet } from '../createKubelet';
import type { ClusterStore } from '../PodHost';
import { selfSigned } from './selfSigned';
import { vaultRuntime } from './vaultRuntime';

jest.setTimeout(90_000);

const START_SCRIPT = `cp /vault/config/extraconfig-from-values.hcl /tmp/storageconfig.hcl;
[ -n "\${HOST_IP}" ] && sed -Ei "s|HOST_IP|\${HOST_IP?}|g" /tmp/storageconfig.hcl;
[ -n "\${POD_IP}" ] && sed -Ei "s|POD_IP|\${POD_IP?}|g" /tmp/storageconfig.hcl;
/usr/local/bin/docker-entrypoint.sh vault server -config=/tmp/storageconfig.hcl`;
const TLS = '/vault/userconfig/vault-server-tls';

describe('a Vault pod', () => {
  let cloud: VaultCloud;
  let store: ClusterStore;
  let kubelet: Kubelet;

  const pod = () => store.get('', 'pods', 'vault', 'vault-0');
  const container = () =>
    objectsOf(at(pod(), 'status', 'containerStatuses'))[0];
  const isReady = () => container()?.ready === true;

  async function exec(...command: string[]) {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const output = text(stdout);
    const errors = text(stderr);
    const code = await kubelet.host.exec(
      'vault',
      'vault-0',
      { command, tty: false },
      { stdout, stderr },
      new AbortController().signal,
    );
    stdout.end();
    stderr.end();
    return { code, stdout: await output, stderr: await errors };
  }

  function servedCertificate(): Promise<string> {
    return kubelet.host.connect('vault', 'vault-0', 8200).then(
      socket =>
        new Promise<string>((resolve, reject) => {
          const tls = connectTls({ socket, rejectUnauthorized: false }, () => {
            resolve(tls.getPeerCertificate().fingerprint256);
            tls.destroy();
          });
          tls.once('error', reject);
        }),
    );
  }

  async function tlsFiles() {
    const { certificatePem, privateKeyPem } = await selfSigned([
      'localhost',
      'vault-0.vault-internal',
    ]);
    const encoded = (content: string) =>
      Buffer.from(content).toString('base64');
    return {
      'vault.crt': encoded(certificatePem),
      'vault.key': encoded(privateKeyPem),
      'vault.ca': encoded(certificatePem),
    };
  }

  beforeAll(async () => {
    cloud = await startVaultCloud();
    const [cluster] = cloud.world.clusters;
    store = createStore({
      cluster: { ...cluster, caCertificatePem: cluster.ca.certificatePem },
    });
    store.create('', 'namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'vault' },
    });
    store.create('', 'configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace: 'vault' },
      data: { 'ca.crt': cluster.ca.certificatePem },
    });
    store.create('', 'configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'vault-config', namespace: 'vault' },
      data: {
        'extraconfig-from-values.hcl': `
          listener "tcp" {
            address         = "[::]:8200"
            cluster_address = "[::]:8201"
            tls_cert_file   = "${TLS}/vault.crt"
            tls_key_file    = "${TLS}/vault.key"
          }
          storage "dynamodb" {
            ha_enabled = "true"
            table      = "${cloud.table}"
          }
          seal "awskms" {
            kms_key_id = "${cloud.keyId}"
          }
          disable_mlock = true`,
      },
    });
    store.create('', 'serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'vault-sa',
        namespace: 'vault',
        annotations: { 'eks.amazonaws.com/role-arn': cloud.roleArn },
      },
    });
    store.create('', 'secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'vault-server-tls', namespace: 'vault' },
      data: await tlsFiles(),
    });
    kubelet = createKubelet({
      store,
      tokens: new ServiceAccountTokens(cluster.issuer, store),
      cluster,
      latency: 'none',
      state: cloud.world.store,
      runtimes: [vaultRuntime({ awsEndpoint: cloud.world.aws.url })],
    });
    store.create('', 'pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'vault-0', namespace: 'vault' },
      spec: {
        nodeName: cluster.nodes[0].name,
        serviceAccountName: 'vault-sa',
        hostname: 'vault-0',
        subdomain: 'vault-internal',
        volumes: [
          { name: 'config', configMap: { name: 'vault-config' } },
          { name: 'tls', secret: { secretName: 'vault-server-tls' } },
          { name: 'audit', emptyDir: {} },
        ],
        containers: [
          {
            name: 'vault',
            image: 'hashicorp/vault:2.0.4',
            command: ['/bin/sh', '-ec'],
            args: [START_SCRIPT],
            env: [
              {
                name: 'POD_IP',
                valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
              },
              { name: 'VAULT_ADDR', value: 'https://127.0.0.1:8200' },
              { name: 'VAULT_API_ADDR', value: 'https://$(POD_IP):8200' },
              {
                name: 'VAULT_CLUSTER_ADDR',
                value: 'https://vault-0.vault-internal:8201',
              },
            ],
            volumeMounts: [
              { name: 'config', mountPath: '/vault/config' },
              { name: 'tls', mountPath: TLS },
              { name: 'audit', mountPath: '/vault/audit' },
            ],
            readinessProbe: {
              exec: {
                command: ['/bin/sh', '-ec', 'vault status -tls-skip-verify'],
              },
              periodSeconds: 5,
              timeoutSeconds: 3,
              failureThreshold: 2,
            },
          },
        ],
      },
    });
    await until(
      () => at(container(), 'state', 'running') !== undefined,
      'running',
    );
    await until(
      async () =>
        (await exec('vault', 'status', '-tls-skip-verify')).code === 2,
      'a sealed answer',
    );
  });

  afterAll(async () => {
    await kubelet?.close();
    await cloud?.close();
  });

  it('is running and not ready before init', async () => {
    expect(isReady()).toBe(false);
    const status = await exec('sh', '-c', 'vault status -tls-skip-verify');
    expect(status.stdout).toMatch(/^Initialized +false$/m);
    expect(status.stdout).toMatch(/^Sealed +true$/m);
    expect(status.stdout).toMatch(/^Version +2\.0\.4$/m);
  });

  it('is ready after init, with the root token of its init', async () => {
    const init = await exec('vault', 'operator', 'init', '-tls-skip-verify');
    expect(init.stdout.match(/Recovery Key \d/g)).toHaveLength(5);
    await until(isReady, 'ready');
    const root = /Initial Root Token: (\S+)/.exec(init.stdout)?.[1] ?? '';
    await until(
      async () =>
        (await exec('vault', 'login', '-tls-skip-verify', root)).code === 0,
      'login',
    );
    const enabled = await exec(
      'vault',
      'audit',
      'enable',
      '-tls-skip-verify',
      'file',
      'file_path=/vault/audit/vault_audit.log',
    );
    expect(enabled.stdout).toBe(
      'Success! Enabled the file audit device at: file/\n',
    );
    const line = await exec('head', '-n', '1', '/vault/audit/vault_audit.log');
    expect(JSON.parse(line.stdout).request.path).toBe('sys/audit/test');
  });

  it('serves a renewed certificate after SIGHUP and not before', async () => {
    const before = await servedCertificate();
    const renewed = await tlsFiles();
    store.modify('', 'secrets', 'vault', 'vault-server-tls', secret => {
      secret.data = renewed;
    });
    const sum = (await exec('sha256sum', `${TLS}/vault.crt`)).stdout;
    await until(
      async () => (await exec('sha256sum', `${TLS}/vault.crt`)).stdout !== sum,
      'the new file',
    );
    expect(await servedCertificate()).toBe(before);
    expect((await exec('sh', '-c', 'kill -HUP $(pidof vault)')).code).toBe(0);
    expect(await servedCertificate()).not.toBe(before);
    expect(isReady()).toBe(true);
  });

  it('unseals itself after its process was killed', async () => {
    kubelet.killPod({ namespace: 'vault', pod: 'vault-0', signal: 'KILL' });
    await until(() => container()?.restartCount === 1, 'restarted');
    await until(isReady, 'ready again');
    const status = await exec('vault', 'status', '-tls-skip-verify');
    expect(status.stdout).toMatch(/^Sealed +false$/m);
  });

  it('does not know other programs', async () => {
    const unknown = await exec('sh', '-c', 'curl https://example.org');
    expect(unknown).toEqual({
      code: 127,
      stdout: '',
      stderr: 'sh: curl: not found\n',
    });
  });

  it('gives Vault its own identity and its configuration', async () => {
    const found = await exec('cat', '/tmp/storageconfig.hcl');
    expect(found.stdout).toContain(cloud.table);
    const roles = cloud.calls
      .filter(call => call.service === 'kms' && call.operation === 'Encrypt')
      .map(call => call.principalArn);
    expect(new Set(roles)).toEqual(new Set([cloud.roleArn]));
  });
});
