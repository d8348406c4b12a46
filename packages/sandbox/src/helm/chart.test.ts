import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { kubernetesBinaries } from './binaries';
import { STAND_IN_CHART } from './packChart';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

const FIXTURES = path.join(__dirname, 'fixtures');

// What the official chart 0.34.1 rendered from the same values, release and namespace, as far as recorded.
const official: Manifest[] = JSON.parse(
  readFileSync(path.join(FIXTURES, 'official-chart-0.34.1.json'), 'utf8'),
);
const article = () =>
  parse(readFileSync(path.join(FIXTURES, 'article-values.yaml'), 'utf8'));

/** Kubernetes takes lists of named things in any order. */
function inNameOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const named = value.every(item => typeof item?.name === 'string');
    return (
      named ? [...value].sort((a, b) => (a.name < b.name ? -1 : 1)) : value
    ).map(inNameOrder);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, inNameOrder(item)]),
    );
  }
  return value;
}

const byIdentity = (objects: readonly Manifest[]) =>
  Object.fromEntries(
    objects.map(o => [`${o.kind}/${o.metadata.name}`, inNameOrder(o)]),
  );

describe('the stand-in chart', () => {
  let folder: string;
  let helm: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sandbox-chart-'));
    ({ helm } = await kubernetesBinaries());
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function render(values: object, release = 'vault') {
    const file = path.join(folder, 'values.yaml');
    await writeFile(file, stringify(values));
    const { stdout } = await promisify(execFile)(helm, [
      'template',
      release,
      STAND_IN_CHART,
      '--namespace',
      'vault',
      '--values',
      file,
    ]);
    const objects: Manifest[] = parseAllDocuments(stdout)
      .map(document => document.toJS())
      .filter(Boolean);
    return byIdentity(objects);
  }

  it('renders what the official chart renders from the same values', async () => {
    const rendered = await render(article());

    expect(Object.keys(rendered).sort()).toEqual(
      Object.keys(byIdentity(official)).sort(),
    );
    expect(rendered).toMatchObject(byIdentity(official));
  });

  it('starts Vault on the configuration with the pod filled in, and ends it gently', async () => {
    const rendered = await render(article());

    expect(rendered['ConfigMap/vault-config']).toMatchObject({
      data: {
        'extraconfig-from-values.hcl': expect.stringMatching(
          /table {6}= "vault-table"[\s\S]*\ndisable_mlock = true\n?$/,
        ),
      },
    });
    expect(rendered['StatefulSet/vault']).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                command: ['/bin/sh', '-ec'],
                args: [
                  expect.stringMatching(
                    /vault server -config=\/tmp\/storageconfig\.hcl/,
                  ),
                ],
                lifecycle: {
                  preStop: {
                    exec: { command: expect.arrayContaining(['/bin/sh']) },
                  },
                },
              },
            ],
          },
        },
      },
    });
  });

  it('honours what an installer sets beyond the article', async () => {
    const values = article();
    values.server.serviceAccount = {
      create: true,
      name: 'vault-sa',
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/v' },
    };
    values.server.topologySpreadConstraints = [
      { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone' },
    ];
    values.server.affinity = '';
    values.server.resources = { requests: { cpu: '250m' } };
    values.server.annotations = { 'example.com/team': '{{ .Release.Name }}' };
    values.server.extraLabels = { team: 'platform' };
    values.server.networkPolicy = { enabled: true };
    values.server.statefulSet = { annotations: { a: 'b' } };
    values.injector.extraEnvironmentVars = {
      AGENT_INJECT_VAULT_CACERT_BYTES: 'Y2E=',
    };
    values.ui.enabled = false;

    const rendered = await render(values);

    expect(rendered['Service/vault-ui']).toBeUndefined();
    expect(rendered['NetworkPolicy/vault']).toBeDefined();
    expect(rendered['ServiceAccount/vault-sa']).toMatchObject({
      metadata: {
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/v' },
      },
    });
    expect(rendered['StatefulSet/vault']).toMatchObject({
      metadata: { annotations: { a: 'b' }, labels: { team: 'platform' } },
      spec: {
        template: {
          metadata: { labels: { team: 'platform' } },
          spec: {
            topologySpreadConstraints: [
              { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone' },
            ],
            containers: [{ resources: { requests: { cpu: '250m' } } }],
          },
        },
      },
    });
    expect(rendered['StatefulSet/vault']).not.toHaveProperty(
      'spec.template.spec.affinity',
    );
    expect(
      JSON.stringify(rendered['Deployment/vault-agent-injector']),
    ).toContain('{"name":"AGENT_INJECT_VAULT_CACERT_BYTES","value":"Y2E="}');
  });

  it('renders what limits and spreads the pods', async () => {
    const values = article();
    const peers = { podSelector: { matchLabels: { component: 'server' } } };
    values.server.networkPolicy = {
      enabled: true,
      ingress: [{ from: [peers], ports: [{ port: 8201, protocol: 'TCP' }] }],
      egress: [{ ports: [{ port: 443, protocol: 'TCP' }] }],
    };
    values.injector.podDisruptionBudget = { maxUnavailable: 1 };
    values.injector.topologySpreadConstraints = [
      { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone' },
    ];
    values.injector.resources = { requests: { cpu: '50m' } };

    const rendered = await render(values);

    // Without policyTypes a policy counts for egress when it has egress rules, which is how the official one does it.
    expect(rendered['NetworkPolicy/vault']).toHaveProperty('spec', {
      podSelector: {
        matchLabels: {
          'app.kubernetes.io/name': 'vault',
          'app.kubernetes.io/instance': 'vault',
        },
      },
      ingress: values.server.networkPolicy.ingress,
      egress: values.server.networkPolicy.egress,
    });
    expect(rendered['PodDisruptionBudget/vault-agent-injector']).toMatchObject({
      metadata: { labels: { component: 'webhook' } },
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: { component: 'webhook' } },
      },
    });
    expect(rendered['Deployment/vault-agent-injector']).toMatchObject({
      spec: {
        template: {
          spec: {
            topologySpreadConstraints: [{ maxSkew: 1 }],
            containers: [{ resources: { requests: { cpu: '50m' } } }],
          },
        },
      },
    });
  });

  it('renders an Ingress to the leader, and another user and group', async () => {
    const values = article();
    values.server.ingress = { enabled: true, hosts: [{ host: 'v.test' }] };
    values.server.gid = 2000;
    const rendered = await render(values);
    expect(rendered['Ingress/vault']).toMatchObject({
      spec: {
        rules: [
          {
            host: 'v.test',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: {
                    service: { name: 'vault-active', port: { number: 8200 } },
                  },
                },
              ],
            },
          },
        ],
      },
    });
    expect(rendered['StatefulSet/vault']).toMatchObject({
      spec: {
        template: {
          spec: { securityContext: { runAsUser: 100, fsGroup: 2000 } },
        },
      },
    });
  });

  it('says what it does not imitate rather than leave it out', async () => {
    const values = article();
    values.csi = { enabled: true };
    await expect(render(values)).rejects.toThrow(
      /does not imitate csi\.enabled/,
    );
  });

  it('puts the release before the name unless it says vault already', async () => {
    const rendered = await render(article(), 'secrets');

    expect(rendered['StatefulSet/secrets-vault']).toMatchObject({
      spec: { serviceName: 'secrets-vault-internal' },
    });
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 2],
  ])('lets of %d pods %d be away', async (replicas, maxUnavailable) => {
    const values = article();
    values.server.ha.replicas = replicas;

    expect((await render(values))['PodDisruptionBudget/vault']).toMatchObject({
      spec: { maxUnavailable },
    });
  });

  it('renders no StatefulSet when neither mode is on, as the official chart does', async () => {
    const values = article();
    values.server.ha.enabled = false;

    const rendered = await render(values);

    expect(rendered['StatefulSet/vault']).toBeUndefined();
    expect(rendered['ConfigMap/vault-config']).toBeDefined();
  });

  it('runs the configuration through tpl, and refuses tlsDisable in quotes', async () => {
    const values = article();
    values.server.ha.config = 'cluster_name = "{{ .Release.Namespace }}"';
    expect((await render(values))['ConfigMap/vault-config']).toMatchObject({
      data: {
        'extraconfig-from-values.hcl': expect.stringContaining(
          'cluster_name = "vault"',
        ),
      },
    });

    values.global.tlsDisable = 'false';
    await expect(render(values)).rejects.toThrow(/tlsDisable/);
  });
});
