import type { V1LabelSelector } from '@kubernetes/client-node';
import {
  parseApp,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { preflightContext } from '../../__testUtils__/preflightContext';
import { appInjection } from './appInjection';
import { otherInjectors } from './otherInjectors';

const NAME = 'kubernetes.io/metadata.name';

const by = (operator: string, ...values: string[]) => ({
  matchExpressions: [{ key: NAME, operator, values }],
});

const configuration = (
  name: string,
  selectors: {
    readonly namespaceSelector?: V1LabelSelector;
    readonly objectSelector?: V1LabelSelector;
  } = {},
  webhook = 'vault.hashicorp.com',
) => ({
  kind: 'MutatingWebhookConfiguration',
  metadata: { name },
  webhooks: [
    {
      name: webhook,
      clientConfig: { service: { name: 'svc', namespace: 'vault-b' } },
      ...selectors,
    },
  ],
});

const OTHER = 'vault-b-agent-injector-cfg';

async function overlap(
  spec: Partial<VaultClusterSpecInput>,
  ...others: object[]
) {
  const [finding] = await otherInjectors.run(
    preflightContext({
      spec,
      lists: {
        MutatingWebhookConfiguration:
          others.length > 0 ? others : [configuration(OTHER)],
      },
    }),
  );
  return finding;
}

describe('the injectors of other Vaults', () => {
  it('refuses two that serve every namespace, and says how they are told apart', async () => {
    expect(await overlap({})).toMatchObject({
      id: 'injectors-overlap',
      severity: 'error',
      what: `The injector of another Vault serves the same pods: ${OTHER} of vault-b (the same namespaces).`,
      fix: expect.stringContaining('`injector.namespaces`'),
    });
  });

  it('lets one of two that run already step aside', async () => {
    expect(
      await overlap(
        { injector: { exceptNamespaces: ['vault-b'] } },
        configuration('vault-agent-injector-cfg'),
        configuration(OTHER),
      ),
    ).toMatchObject({ id: 'injectors-overlap', severity: 'warning' });
  });

  it('names the namespaces that both serve', async () => {
    const finding = await overlap(
      { injector: { namespaces: ['shop', 'bank'] } },
      configuration(OTHER, { namespaceSelector: by('NotIn', 'bank', 'vault') }),
    );
    expect(finding.what).toMatch(/\(namespace shop\)\.$/);
  });

  it.each<[string, Partial<VaultClusterSpecInput>, object]>([
    [
      'ours alone names its namespaces, theirs leaves them out',
      { injector: { namespaces: ['shop'] } },
      configuration(OTHER, { namespaceSelector: by('NotIn', 'shop', 'vault') }),
    ],
    [
      'theirs names its namespaces, ours leaves them out',
      { injector: { exceptNamespaces: ['shop', 'vault-b'] } },
      configuration(OTHER, { namespaceSelector: by('In', 'shop', 'vault-b') }),
    ],
    ['ours is off', { injector: { enabled: false } }, configuration(OTHER)],
    [
      'ours is told apart by chart values',
      {
        values: {
          injector: {
            webhook: { objectSelector: { matchLabels: { vault: 'a' } } },
          },
        },
      },
      configuration(OTHER, { objectSelector: { matchLabels: { vault: 'b' } } }),
    ],
    ['it is our own', {}, configuration('vault-agent-injector-cfg')],
    [
      'it is no injector of Vault',
      {},
      configuration('mesh', {}, 'sidecar.example.com'),
    ],
  ])('finds nothing when %s', async (_, spec, other) => {
    expect(await overlap(spec, other)).toBeUndefined();
  });
});

describe('the injector and the namespace of an application', () => {
  const app = parseApp(
    { namespace: 'shop', serviceAccount: 'cart' },
    { namespace: 'vault' },
  );
  const found = (namespaceSelector?: V1LabelSelector) =>
    appInjection({ app }).run(
      preflightContext({
        objects: {
          'Namespace shop': { metadata: { labels: { [NAME]: 'shop' } } },
          'MutatingWebhookConfiguration vault-agent-injector-cfg':
            configuration('vault-agent-injector-cfg', { namespaceSelector }),
        },
      }),
    );

  it('warns when pods there would get nothing', async () => {
    expect(await found(by('In', 'vault', 'bank'))).toEqual([
      expect.objectContaining({
        id: 'app-namespace-not-injected',
        severity: 'warning',
      }),
    ]);
  });

  it('finds nothing when it is served, or there is no injector', async () => {
    expect(await found()).toEqual([]);
    expect(await found(by('In', 'shop', 'vault'))).toEqual([]);
    expect(await appInjection({ app }).run(preflightContext())).toEqual([]);
  });
});
