import type { V1Namespace } from '@kubernetes/client-node';
import {
  AppSpec,
  parseApp,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { preflightContext, World } from '../__testUtils__/preflightContext';
import { appNamespace, appNamespaceOwner } from './appNamespace';

const app: AppSpec = parseApp(
  { namespace: 'shop', serviceAccount: 'cart' },
  { namespace: 'vault' },
);
const ownershipRefs = ['user:default/jane', 'group:default/shop-team'];

const namespace = (owner?: string): V1Namespace => ({
  metadata: {
    name: 'shop',
    ...(owner && { annotations: { 'vault-eks.io/owner': owner } }),
  },
});
const account = { metadata: { name: 'cart' } };
const there = (owner?: string): World => ({
  objects: {
    'Namespace shop': namespace(owner),
    'ServiceAccount cart': account,
  },
});

const run = async (world: World, prove = true) => {
  const check = appNamespace({ app, ownershipRefs, prove });
  return (await check.run(preflightContext(world))).map(({ id, severity }) => [
    id,
    severity,
  ]);
};

describe('the namespace of an application', () => {
  it.each([undefined, 'group:default/shop-team', 'Group:default/Shop-Team'])(
    'is taken when its annotation says %s',
    async owner => {
      expect(await run(there(owner))).toEqual([]);
    },
  );

  it('is refused when its annotation names others', async () => {
    expect(await run(there('group:default/bank'))).toEqual([
      ['app-namespace-foreign', 'error'],
    ]);
    const [found] = await appNamespaceOwner({ app, ownershipRefs }).run(
      preflightContext(there('group:default/bank')),
    );
    expect(found.what).toMatch(/shop belongs to group:default\/bank/);
  });

  it('is not that of another Vault, whose administrators its tokens may be', async () => {
    const annotations = { 'vault-eks.io/cluster': 'demo/shop/vault' };
    const objects = {
      ...there().objects,
      'Namespace shop': { metadata: { name: 'shop', annotations } },
    };
    expect(await run({ objects })).toEqual([
      ['app-namespace-of-vault', 'error'],
    ]);
    expect(await run({ objects }, false)).toEqual([
      ['app-namespace-of-vault', 'error'],
    ]);
  });

  it('must be there', async () => {
    expect(await run({})).toEqual([['app-namespace-absent', 'error']]);
    const check = appNamespaceOwner({ app, ownershipRefs });
    expect(await check.run(preflightContext({}))).toEqual([]);
  });

  it('must have the service account, if that is to be proven', async () => {
    const world = { objects: { 'Namespace shop': namespace() } };
    expect(await run(world)).toEqual([['app-service-account-absent', 'error']]);
    expect(await run(world, false)).toEqual([
      ['app-service-account-absent', 'warning'],
    ]);
  });

  it('must take a pod, if that is to be proven', async () => {
    const world = { ...there(), forbidden: 'create pods' };
    expect(await run(world)).toEqual([['app-proof-denied', 'error']]);
    expect(await run(world, false)).toEqual([]);
  });
});
