import {
  parseSpec,
  VaultClusterSpecInput,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { chartValues } from './chartValues';
import type { ChartWiring } from './Wiring';

function values(
  input: Partial<VaultClusterSpecInput> = {},
  { table = 'vault', endpointUrls = {} }: Partial<ChartWiring> = {},
) {
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1', ...input });
  return chartValues({
    spec,
    names: vaultNames(spec),
    caPem: 'CA',
    table,
    sealKey: 'arn:aws:kms:eu-west-1:111122223333:key/1',
    roleArn: 'arn:aws:iam::111122223333:role/vault',
    storageClass: 'gp3',
    tlsSecret: 'vault-server-tls',
    endpointUrls,
  });
}

/** The lines between the braces of one stanza. */
function stanza(config: string, name: string): string[] {
  const lines = config.split('\n');
  const start = lines.findIndex(line => line.startsWith(`${name} "`));
  return lines.slice(start, lines.indexOf('}', start));
}

describe('chartValues', () => {
  it('describes a highly available Vault on DynamoDB and KMS', () => {
    const { server } = values() as { server: { ha: { config: string } } };
    expect(server).toMatchObject({
      ha: { enabled: true, replicas: 3 },
      dataStorage: { enabled: false },
      auditStorage: { enabled: true, size: '10Gi', storageClass: 'gp3' },
      serviceAccount: {
        annotations: {
          'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/vault',
        },
      },
    });
    expect(server.ha.config).toMatchInlineSnapshot(`
      "ui = true

      listener "tcp" {
        address         = "[::]:8200"
        cluster_address = "[::]:8201"
        tls_cert_file   = "/vault/userconfig/vault-server-tls/vault.crt"
        tls_key_file    = "/vault/userconfig/vault-server-tls/vault.key"
        tls_min_version = "tls12"
      }

      storage "dynamodb" {
        ha_enabled = "true"
        region     = "eu-west-1"
        table      = "vault"
      }

      seal "awskms" {
        region     = "eu-west-1"
        kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1"
      }

      service_registration "kubernetes" {}
      "
    `);
  });

  it('says where the endpoints are that have no private DNS', () => {
    const { server } = values(
      {},
      {
        endpointUrls: {
          dynamodb: 'https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com',
          kms: 'https://vpce-2.kms.eu-west-1.vpce.amazonaws.com',
          sts: 'https://vpce-3.sts.eu-west-1.vpce.amazonaws.com',
        },
      },
    ) as { server: { ha: { config: string }; extraEnvironmentVars: object } };
    expect(stanza(server.ha.config, 'storage')).toContain(
      '  endpoint   = "https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com"',
    );
    expect(stanza(server.ha.config, 'seal')).toContain(
      '  endpoint   = "https://vpce-2.kms.eu-west-1.vpce.amazonaws.com"',
    );
    expect(server.extraEnvironmentVars).toMatchObject({
      AWS_ENDPOINT_URL_STS: 'https://vpce-3.sts.eu-west-1.vpce.amazonaws.com',
    });
    expect(JSON.stringify(values())).not.toMatch(/endpoint +=|AWS_ENDPOINT/);
  });

  it('hands the CA to the injected agents', () => {
    expect(values().injector).toMatchObject({
      enabled: true,
      replicas: 2,
      extraEnvironmentVars: { AGENT_INJECT_VAULT_CACERT_BYTES: 'Q0E=' },
    });
  });

  it('tells the webhook of one Vault from that of another by namespaces', () => {
    const webhook = (injector: VaultClusterSpecInput['injector']) =>
      (values({ injector }).injector as { webhook?: unknown }).webhook;
    const by = (operator: string, names: string[]) => ({
      namespaceSelector: {
        matchExpressions: [
          { key: 'kubernetes.io/metadata.name', operator, values: names },
        ],
      },
    });
    expect(webhook({})).toBeUndefined();
    expect(webhook({ namespaces: ['shop', 'bank'] })).toEqual(
      by('In', ['bank', 'shop', 'vault']),
    );
    expect(webhook({ exceptNamespaces: ['team-b'] })).toEqual(
      by('NotIn', ['team-b']),
    );
    expect(() =>
      values({
        injector: { namespaces: ['shop'] },
        values: { injector: { webhook: { namespaceSelector: {} } } },
      }),
    ).toThrow(/injector\.webhook\.namespaceSelector cannot be set here/);
  });

  it('lets a node be drained of one of two pods, where the chart by itself would let none go', () => {
    const budget = (replicas: number) =>
      (values({ replicas }).server as { ha: { disruptionBudget?: unknown } }).ha
        .disruptionBudget;
    expect(budget(2)).toEqual({ maxUnavailable: 1 });
    expect([budget(1), budget(3), budget(5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('keeps an injector through the drain of a node, when there are several', () => {
    expect(values().injector).toMatchObject({
      podDisruptionBudget: { maxUnavailable: 1 },
      resources: { requests: { memory: '64Mi' } },
    });
    expect(values({ injector: { replicas: 1 } }).injector).not.toHaveProperty(
      'podDisruptionBudget',
    );
  });

  it('lets clients and peers in, and Vault out to what it needs', () => {
    const policyOf = (input: Partial<VaultClusterSpecInput>) =>
      (values(input).server as { networkPolicy: unknown }).networkPolicy;
    const peers = {
      podSelector: {
        matchLabels: {
          'app.kubernetes.io/name': 'vault',
          'app.kubernetes.io/instance': 'vault',
          component: 'server',
        },
      },
    };
    const peerPorts = [
      { protocol: 'TCP', port: 8200 },
      { protocol: 'TCP', port: 8201 },
    ];
    expect(policyOf({})).toEqual({
      enabled: true,
      ingress: [
        {
          from: [{ namespaceSelector: {} }],
          ports: [{ protocol: 'TCP', port: 8200 }],
        },
        { from: [peers], ports: peerPorts },
      ],
      egress: [
        {
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
        { ports: [{ protocol: 'TCP', port: 443 }] },
        { to: [peers], ports: peerPorts },
      ],
    });
    expect(
      policyOf({
        networkPolicy: {
          clientNamespaces: ['shop'],
          clientRanges: ['10.0.0.0/24'],
          egress: [{ range: '10.1.0.0/16', ports: [5432] }],
        },
        ui: { exposure: 'internal' },
      }),
    ).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchExpressions: [
                  {
                    key: 'kubernetes.io/metadata.name',
                    operator: 'In',
                    values: ['shop'],
                  },
                ],
              },
            },
            { ipBlock: { cidr: '10.0.0.0/24' } },
          ],
        },
        {},
        {
          from: [
            {
              podSelector: {
                matchExpressions: [
                  { key: 'vault-eks.io/check-pod', operator: 'Exists' },
                ],
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: 8200 }],
        },
      ],
      egress: [
        {},
        {},
        {},
        {
          to: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
      ],
    });
    expect(policyOf({ ui: { exposure: 'internal' } })).toMatchObject({
      ingress: [
        {
          from: [
            { namespaceSelector: {} },
            { ipBlock: { cidr: '0.0.0.0/0' } },
            { ipBlock: { cidr: '::/0' } },
          ],
        },
        {},
      ],
    });
    expect(policyOf({ networkPolicy: { enabled: false } })).toEqual({
      enabled: false,
    });
  });

  it('runs no template of the user, wherever it stands', () => {
    expect(() =>
      values({
        values: {
          server: {
            annotations: '{{ lookup "v1" "Secret" "kube-system" "x" }}',
            tolerations: [{ key: 'a' }, { key: '{{ .Values }}' }],
            extraLabels: { '{{ x }}': 'y' },
          },
        },
      }),
    ).toThrow(
      'values: server.annotations, server.tolerations.1.key, server.extraLabels.{{ x }} hold template syntax ({{ }})',
    );
  });

  it('takes no value that begins an object of its own, and takes a certificate', () => {
    const withLevel = (logLevel: string) => () =>
      values({ values: { injector: { logLevel } } });
    expect(withLevel('info\n---\nkind: ClusterRoleBinding')).toThrow(
      'values: injector.logLevel hold a line that begins with ---',
    );
    expect(withLevel('info\n---kind: Pod')).toThrow(/begins with ---/);
    expect(
      withLevel('-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----'),
    ).not.toThrow();
  });

  it('exposes the UI only when asked to, and then to the given ranges', () => {
    expect(values().ui).toMatchObject({ serviceType: 'ClusterIP' });
    expect(
      values({
        ui: { exposure: 'internal', sourceRanges: ['10.0.0.0/8'] },
      }).ui,
    ).toMatchObject({
      serviceType: 'LoadBalancer',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      annotations: {
        'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
      },
    });
  });

  it('adds what the user sets and refuses what it manages, by path', () => {
    expect(
      values({
        values: {
          server: {
            priorityClassName: 'high',
            resources: { limits: { memory: '4Gi' } },
            extraEnvironmentVars: { VAULT_LOG_LEVEL: 'debug' },
          },
        },
      }).server,
    ).toMatchObject({
      priorityClassName: 'high',
      resources: {
        requests: { memory: '256Mi' },
        limits: { memory: '4Gi' },
      },
      extraEnvironmentVars: {
        VAULT_LOG_LEVEL: 'debug',
        VAULT_CACERT: '/vault/userconfig/vault-server-tls/vault.ca',
      },
    });
    expect(() =>
      values({
        values: { server: { ha: { raft: { enabled: true } }, dev: true } },
      }),
    ).toThrow('values: server.ha.raft.enabled, server.dev cannot be set here');
    expect(() => values({ values: { server: null } })).toThrow(
      /server cannot be set here/,
    );
  });

  it('refuses a name that the chart would rewrite', () => {
    expect(() => values({}, { table: 'vault-HOSTNAME' })).toThrow(
      /choose another name/,
    );
  });
});
