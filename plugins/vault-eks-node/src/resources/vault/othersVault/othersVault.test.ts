import { NotFoundError } from '@backstage/errors';
import type { VaultClient } from '../../../connections/vault';
import { createGraph } from '../../../engine/createGraph';
import { applyGraph, planGraph } from '../../../engine';
import { fakeThing, FakeWorld } from '../../../engine/testing/fakeThing';
import type { CustodyRecord } from '../custody/Custody';
import type { VaultSession } from '../session/VaultSession';
import { createOthersVault } from './OthersVault';
import { unlessNotDone } from './unlessNotDone';

const call = { signal: new AbortController().signal };
const run = { ...call, log: () => undefined };

const no = async () => {
  throw new Error('not used');
};
const unused: VaultClient = {
  node: 'vault-0',
  send: no,
  call: no,
  run: no,
  close: no,
  peerCertificate: () => undefined,
};

function vault(options: {
  readonly custody: 'empty' | 'initialising' | 'initialised' | 'absent';
  readonly leads: boolean;
  readonly loginWorks: boolean;
}) {
  const answer = async (works: boolean, why: string) => {
    if (!works) {
      throw new NotFoundError(why);
    }
  };
  const session: Pick<VaultSession, 'pods' | 'onLeader' | 'as'> = {
    pods: {
      namespace: 'vault',
      release: 'vault',
      fullname: 'vault',
      client: () => {
        throw new Error('not used');
      },
      servedCertificate: async () => '',
    },
    onLeader: async (_, use) => {
      await answer(options.leads, 'nobody leads');
      return use(unused);
    },
    as: async (_role, _ctx, use) => {
      await answer(options.leads && options.loginWorks, 'nobody can log in');
      return use({ client: unused, token: 't' });
    },
  };
  return createOthersVault({
    session,
    custody: {
      name: 'secret',
      read: async () => {
        if (options.custody === 'absent') {
          throw new NotFoundError('no secret');
        }
        const records = {
          empty: { state: 'empty' },
          initialised: { state: 'initialised', recoveryKeys: ['a'] },
          initialising: { state: 'initialising', marker: 'm', startedAt: 't' },
        } satisfies Record<string, CustodyRecord>;
        return records[options.custody];
      },
    },
  });
}

describe('a Vault that others initialised', () => {
  it.each(['empty', 'absent'] as const)(
    'is told by %s custody and a leader; without a login the way to hand a token in is told',
    async custody => {
      const others = vault({ custody, leads: true, loginWorks: false });
      expect(await others.noToken(call)).toMatch(
        /was initialised by others, .* secrets\.VAULT_TOKEN/,
      );
      expect(await others.noRootToken(call)).toMatch(/never with this product/);
    },
  );

  it('is configured as any other once a login works', async () => {
    const others = vault({ custody: 'empty', leads: true, loginWorks: true });
    expect(await others.noToken(call)).toBeUndefined();
    expect(await others.noRootToken(call)).toMatch(/never with this product/);
  });

  it.each([
    ['initialised', true],
    ['initialising', true],
    ['empty', false],
  ] as const)(
    'is not what custody %s and a leader %s tell of',
    async (custody, leads) => {
      const others = vault({ custody, leads, loginWorks: false });
      expect(await others.noToken(call)).toBeUndefined();
      expect(await others.noRootToken(call)).toBeUndefined();
    },
  );

  it('leaves steps undone while there is a reason, and does them when there is none', async () => {
    const world = new FakeWorld();
    let reason: string | undefined = 'no token';
    const graph = createGraph();
    unlessNotDone(graph, async () => reason).add({
      id: 'a',
      phase: 'Test',
      needs: {},
      make: () => fakeThing({ world, name: 'a', predictable: true }),
    });
    const nodes = graph.build();
    expect(await planGraph(nodes, run)).toMatchObject([
      { verb: 'keep', reason: 'no token' },
    ]);
    const { changed, steps } = await applyGraph(nodes, run);
    expect(changed).toBe(false);
    expect(steps).toMatchObject([{ outcome: 'not-done', reason: 'no token' }]);
    expect(world.calls).toEqual([]);
    reason = undefined;
    expect(await planGraph(nodes, run)).toMatchObject([{ verb: 'create' }]);
    expect((await applyGraph(nodes, run)).steps).toMatchObject([
      { outcome: 'created', reason: undefined },
    ]);
  });
});
