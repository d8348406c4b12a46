import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createOwnsNamespace } from './namespaceOwners';

const JANE = 'user:default/jane';
const TEAM = 'group:default/shop-team';

const component = (
  name: string,
  owner: string,
  annotations: Record<string, string>,
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});
const inShop = { 'backstage.io/kubernetes-namespace': 'shop' };

function ask(
  entities: Entity[],
  credentials = mockCredentials.user(JANE) as ReturnType<
    typeof mockCredentials.user | typeof mockCredentials.service
  >,
) {
  const owns = createOwnsNamespace({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities }),
    userInfo: {
      getUserInfo: async () => ({
        userEntityRef: JANE,
        ownershipEntityRefs: [JANE, TEAM],
      }),
    },
  });
  return owns({ cluster: 'demo', namespace: 'shop', credentials });
}

describe('who owns a namespace', () => {
  it.each([JANE, TEAM, 'Group:default/Shop-Team'])(
    'is the caller when their entity is of %s',
    async owner => {
      await expect(ask([component('cart', owner, inShop)])).resolves.toEqual([
        JANE,
        TEAM,
      ]);
    },
  );

  it.each([
    ['nothing runs there', []],
    [
      'only others run there',
      [component('cart', 'group:default/bank', inShop)],
    ],
    [
      'it is another namespace',
      [
        component('cart', TEAM, {
          'backstage.io/kubernetes-namespace': 'shopping',
        }),
      ],
    ],
    [
      'it is the namespace of another cluster',
      [
        component('cart', TEAM, {
          ...inShop,
          'backstage.io/kubernetes-cluster': 'prod',
        }),
      ],
    ],
    [
      'nobody owns what runs there',
      [{ ...component('cart', TEAM, inShop), relations: [] }],
    ],
  ])('is not the caller when %s', async (_, entities) => {
    await expect(ask(entities)).rejects.toThrow(
      /Namespace shop is not yours: .*Add it to the entity of your application/,
    );
  });

  it.each(['', 'demo'])(
    'is the caller when their entity is about cluster "%s"',
    async cluster => {
      await expect(
        ask([
          component('cart', TEAM, {
            ...inShop,
            'backstage.io/kubernetes-cluster': cluster,
          }),
        ]),
      ).resolves.toContain(TEAM);
    },
  );

  it('is not the caller alone when others run there too, whom it does not name', async () => {
    const refused = ask([
      component('cart', TEAM, inShop),
      component('secret-project', 'group:default/bank', inShop),
    ]);
    await expect(refused).rejects.toThrow(/is not yours alone/);
    await expect(refused).rejects.not.toThrow(/secret-project|bank/);
  });

  it('is no other service', async () => {
    await expect(
      ask([component('cart', TEAM, inShop)], mockCredentials.service()),
    ).rejects.toThrow(/start the task as a signed-in user/);
  });
});
