import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { stringify } from 'yaml';
import { kubernetesBinaries } from '../helm';
import { startSandbox, type Sandbox } from '../startSandbox';
import { certificateRequest } from './testing/serverCertificate';
import {
  createVaultResources,
  type VaultResources,
} from './testing/vaultCloud';
import { until } from './testing/vaultNodes';

jest.setTimeout(180_000);

const TLS = '/vault/userconfig/vault-server-tls';

/** What a pod says that wants a secret in a file. */
const WANTS_SECRET = {
  'vault.hashicorp.com/agent-inject': 'true',
  'vault.hashicorp.com/agent-pre-populate-only': 'true',
  'vault.hashicorp.com/role': 'injected',
  'vault.hashicorp.com/agent-service-account-token-volume-name': 'login',
  'vault.hashicorp.com/agent-inject-secret-word': 'kv/data/app',
  'vault.hashicorp.com/agent-inject-template-word':
    '{{ with secret "kv/data/app" }}{{ .Data.data.word }}{{ end }}',
};
const LOGIN_TOKEN = {
  name: 'login',
  projected: {
    sources: [{ serviceAccountToken: { path: 'token', audience: 'vault' } }],
  },
};

describe('a Vault that the real helm installed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-on-eks-'));
  let sandbox: Sandbox;
  let resources: VaultResources;
  let ca: string;
  let root: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ ports: 'auto', outFolder: folder });
    const { endpoint, region, accessKeyId, secretAccessKey } = sandbox.aws;
    const admin = {
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 3,
    };
    const [{ name, certificateAuthority }] = sandbox.clusters;
    ca = Buffer.from(certificateAuthority, 'base64').toString();
    const { cluster } = await new EKSClient(admin).send(
      new DescribeClusterCommand({ name }),
    );
    resources = await createVaultResources(
      admin,
      cluster?.identity?.oidc?.issuer ?? '',
    );
    await kubectl(['create', 'namespace', 'vault']);
    await issueCertificate();
    await kubectl(
      ['apply', '-f', '-'],
      stringify({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'gp3-encrypted' },
        provisioner: 'ebs.csi.aws.com',
        volumeBindingMode: 'WaitForFirstConsumer',
        parameters: { type: 'gp3', encrypted: 'true' },
      }),
    );
    await run('helm', ['repo', 'add', 'hashicorp', sandbox.helmRepository]);
    const values = path.join(folder, 'values.yaml');
    writeFileSync(values, stringify(chartValues()));
    await run('helm', [
      'upgrade',
      '--install',
      'vault',
      'hashicorp/vault',
      '--version',
      '0.34.1',
      '--namespace',
      'vault',
      '--values',
      values,
    ]);
    await until(
      async () =>
        (await phases()).every(phase => phase === 'Running') &&
        (await phases()).length === 3,
      'three running pods',
      60_000,
    );
  });

  afterAll(async () => {
    await sandbox?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function chartValues() {
    return {
      global: { tlsDisable: false },
      injector: {
        replicas: 1,
        extraEnvironmentVars: {
          AGENT_INJECT_VAULT_CACERT_BYTES: Buffer.from(ca).toString('base64'),
        },
      },
      server: {
        extraEnvironmentVars: { VAULT_CACERT: `${TLS}/vault.ca` },
        volumes: [
          {
            name: 'vault-server-tls',
            secret: { secretName: 'vault-server-tls' },
          },
        ],
        volumeMounts: [
          { name: 'vault-server-tls', mountPath: TLS, readOnly: true },
        ],
        auditStorage: { enabled: true, storageClass: 'gp3-encrypted' },
        serviceAccount: {
          create: true,
          name: 'vault-sa',
          annotations: { 'eks.amazonaws.com/role-arn': resources.roleArn },
        },
        ha: {
          enabled: true,
          replicas: 3,
          config: `listener "tcp" {
address         = "[::]:8200"
cluster_address = "[::]:8201"
tls_cert_file   = "${TLS}/vault.crt"
tls_key_file    = "${TLS}/vault.key"
}
storage "dynamodb" {
ha_enabled = "true"
table      = "${resources.table}"
}
seal "awskms" {
kms_key_id = "${resources.keyId}"
}
service_registration "kubernetes" {}
`,
        },
      },
    };
  }

  async function run(
    program: 'helm' | 'kubectl',
    args: readonly string[],
    input?: string,
  ): Promise<string> {
    const binaries = await kubernetesBinaries();
    return new Promise((resolve, reject) => {
      const child = execFile(
        binaries[program],
        [...args],
        {
          env: {
            ...process.env,
            HOME: folder,
            KUBECONFIG: sandbox.files.kubeconfig,
          },
        },
        (error, stdout, stderr) =>
          error
            ? reject(new Error(`${error.message}\n${stdout}${stderr}`))
            : resolve(stdout),
      );
      child.stdin?.end(input ?? '');
    });
  }

  function kubectl(args: readonly string[], input?: string): Promise<string> {
    return run('kubectl', args, input);
  }

  const inPod = (pod: string, script: string) =>
    kubectl(['exec', '-n', 'vault', pod, '--', 'sh', '-c', script]);

  const writeInPod = (pod: string, at: string, body: object) =>
    kubectl(
      ['exec', '-i', '-n', 'vault', pod, '--', 'vault', 'write', at, '-'],
      JSON.stringify(body),
    );

  async function issueCertificate() {
    const { keyPem, requestPem } = await certificateRequest([
      'vault',
      'vault.vault.svc',
      '*.vault-internal',
      'localhost',
    ]);
    await kubectl(
      ['apply', '-f', '-'],
      stringify({
        apiVersion: 'certificates.k8s.io/v1',
        kind: 'CertificateSigningRequest',
        metadata: { name: 'vault' },
        spec: {
          request: Buffer.from(requestPem).toString('base64'),
          signerName: 'beta.eks.amazonaws.com/app-serving',
          usages: ['digital signature', 'key encipherment', 'server auth'],
        },
      }),
    );
    await kubectl(['certificate', 'approve', 'vault']);
    let issued = '';
    await until(async () => {
      issued = await kubectl([
        'get',
        'csr',
        'vault',
        '-o',
        'jsonpath={.status.certificate}',
      ]);
      return issued !== '';
    }, 'the certificate');
    await kubectl(
      ['apply', '-f', '-'],
      stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'vault-server-tls', namespace: 'vault' },
        stringData: {
          'vault.key': keyPem,
          'vault.crt': Buffer.from(issued, 'base64').toString(),
          'vault.ca': ca,
        },
      }),
    );
  }

  async function phases(): Promise<string[]> {
    const output = await kubectl([
      'get',
      'pods',
      '-n',
      'vault',
      '-l',
      'component=server',
      '-o',
      'jsonpath={.items[*].status.phase}',
    ]);
    return output.split(' ').filter(Boolean);
  }

  async function podNamed(selector: string): Promise<string> {
    return kubectl([
      'get',
      'pods',
      '-n',
      'vault',
      '-l',
      selector,
      '-o',
      'jsonpath={.items[*].metadata.name}',
    ]);
  }

  it('is not ready before init and ready after', async () => {
    const sealed = await inPod('vault-0', 'vault status || true');
    expect(sealed).toMatch(/Initialized +false/);
    const output = await inPod('vault-0', 'vault operator init');
    root = /Initial Root Token: (\S+)/.exec(output)?.[1] ?? '';
    await kubectl([
      'wait',
      '-n',
      'vault',
      '--for=condition=Ready',
      'pod',
      '-l',
      'component=server',
      '--timeout=60s',
    ]);
    expect(await phases()).toEqual(['Running', 'Running', 'Running']);
  });

  it('labels its pods by what they are', async () => {
    await until(
      async () => /^vault-\d$/.test(await podNamed('vault-active=true')),
      'one active pod',
    );
    expect(
      (
        await podNamed(
          'vault-sealed=false,vault-initialized=true,vault-version=2.0.4',
        )
      ).split(' '),
    ).toHaveLength(3);
  });

  it('writes its audit to the volume and to the log of the active pod', async () => {
    const active = await podNamed('vault-active=true');
    await inPod(active, `vault login ${root}`);
    await inPod(
      active,
      'vault audit enable file file_path=/vault/audit/vault_audit.log',
    );
    await inPod(
      active,
      'vault audit enable -path=stdout file file_path=stdout',
    );
    await inPod(active, 'vault audit list');
    const file = await inPod(active, 'tail -n 1 /vault/audit/vault_audit.log');
    expect(JSON.parse(file)).toMatchObject({
      type: 'response',
      request: { path: 'sys/audit' },
    });
    const log = await kubectl(['logs', '-n', 'vault', active, '--tail=1']);
    expect(JSON.parse(log).request.id).toBe(JSON.parse(file).request.id);
  });

  it('lets a workload log in with its service-account token', async () => {
    const active = await podNamed('vault-active=true');
    const write = (at: string, body: object) => writeInPod(active, at, body);
    await write('sys/auth/kubernetes', { type: 'kubernetes' });
    await write('auth/kubernetes/config', {
      kubernetes_host: 'https://kubernetes.default.svc',
    });
    await write('auth/kubernetes/role/app', {
      bound_service_account_names: ['app'],
      bound_service_account_namespaces: ['vault'],
      token_policies: ['default'],
      audience: 'vault',
    });
    await kubectl(['create', 'serviceaccount', 'app', '-n', 'vault']);
    const login = async (...options: string[]) => {
      const jwt = (
        await kubectl(['create', 'token', 'app', '-n', 'vault', ...options])
      ).trim();
      return write('auth/kubernetes/login', { role: 'app', jwt });
    };
    expect(await login('--audience=vault')).toContain('service_account_name');
    await expect(login()).rejects.toThrow(/permission denied/);
  });

  it('runs an injector whose certificate the API server knows', async () => {
    await kubectl([
      'wait',
      '-n',
      'vault',
      '--for=condition=Available',
      'deployment/vault-agent-injector',
      '--timeout=60s',
    ]);
    const bundle = await kubectl([
      'get',
      'mutatingwebhookconfiguration',
      'vault-agent-injector-cfg',
      '-o',
      'jsonpath={.webhooks[0].clientConfig.caBundle}',
    ]);
    expect(Buffer.from(bundle, 'base64').toString()).toContain(
      'BEGIN CERTIFICATE',
    );
    const managers = await kubectl([
      ...['get', 'mutatingwebhookconfiguration', 'vault-agent-injector-cfg'],
      ...['--show-managed-fields', '-o'],
      'jsonpath={.metadata.managedFields[*].manager}',
    ]);
    expect(managers.split(' ')).toContain('vault-k8s');
  });

  it('puts a secret into a file of a pod that asks for it', async () => {
    const active = await podNamed('vault-active=true');
    const write = (at: string, body: object) => writeInPod(active, at, body);
    await write('sys/mounts/kv', {
      type: 'kv',
      options: { version: '2' },
    });
    await until(
      () =>
        write('kv/data/app', { data: { word: 'open sesame' } }).then(
          () => true,
          () => false,
        ),
      'a mount that is ready',
      20_000,
    );
    await write('sys/policies/acl/app', {
      policy: 'path "kv/data/app" { capabilities = ["read"] }',
    });
    await write('auth/kubernetes/role/injected', {
      bound_service_account_names: ['app'],
      bound_service_account_namespaces: ['vault'],
      token_policies: ['app'],
      audience: 'vault',
    });
    await kubectl(
      ['apply', '-f', '-'],
      stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'injected',
          namespace: 'vault',
          annotations: WANTS_SECRET,
        },
        spec: {
          serviceAccountName: 'app',
          restartPolicy: 'Never',
          containers: [
            {
              name: 'show',
              image: 'hashicorp/vault:2.0.4',
              command: [
                'sh',
                '-c',
                'cat /vault/secrets/word && echo && vault status -address=https://vault.vault.svc:8200',
              ],
              env: [{ name: 'VAULT_CACERT_BYTES', value: ca }],
            },
          ],
          volumes: [LOGIN_TOKEN],
        },
      }),
    );
    await kubectl([
      ...['wait', '-n', 'vault', 'pod/injected', '--timeout=60s'],
      '--for=jsonpath={.status.phase}=Succeeded',
    ]);
    const log = await kubectl([
      'logs',
      '-n',
      'vault',
      'injected',
      '-c',
      'show',
    ]);
    expect(log).toContain('open sesame');
    expect(log).toMatch(/Sealed +false/);
  });

  it('puts it into the pods of a Deployment too', async () => {
    const labels = { app: 'shop' };
    await kubectl(
      ['apply', '-f', '-'],
      stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'vault' },
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: { labels, annotations: WANTS_SECRET },
            spec: {
              serviceAccountName: 'app',
              containers: [{ name: 'shop', image: 'shop:1' }],
              volumes: [LOGIN_TOKEN],
            },
          },
        },
      }),
    );
    await kubectl([
      ...['rollout', 'status', '-n', 'vault', 'deployment/shop'],
      '--timeout=60s',
    ]);
    const rendered = await kubectl([
      ...['logs', '-n', 'vault', 'deployment/shop', '-c', 'vault-agent-init'],
    ]);
    expect(rendered).toContain('rendered "(dynamic)" => "/vault/secrets/word"');
    await kubectl(['delete', '-n', 'vault', 'deployment/shop']);
  });

  it('gets a new leader when the pod of the active node is deleted', async () => {
    const former = await podNamed('vault-active=true');
    await kubectl(['delete', 'pod', '-n', 'vault', former]);
    await until(
      async () => {
        const active = await podNamed('vault-active=true');
        return /^vault-\d$/.test(active) && active !== former;
      },
      'another active pod',
      60_000,
    );
    await kubectl([
      'wait',
      '-n',
      'vault',
      '--for=condition=Ready',
      `pod/${former}`,
      '--timeout=60s',
    ]);
    const leader = await podNamed('vault-active=true');
    expect(await inPod(leader, 'vault status')).toMatch(/HA Mode +active/);
  });
});
