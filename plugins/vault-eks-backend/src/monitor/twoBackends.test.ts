import { whyNoPostgres } from '../__testUtils__/postgres';
import { TwoBackends } from '../__testUtils__/twoBackends/TwoBackends';

jest.setTimeout(400_000);

const reason = whyNoPostgres();

(reason ? describe.skip : describe)(
  `two backends on one PostgreSQL${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    let backends: TwoBackends;
    beforeAll(async () => {
      backends = await TwoBackends.start({
        vaultEks: {
          status: { cacheFor: { milliseconds: 0 } },
          monitor: {
            schedule: {
              frequency: { milliseconds: 300 },
              timeout: { seconds: 4 },
            },
            spread: { milliseconds: 0 },
          },
        },
      });
    });
    afterAll(() => backends?.stop());

    it('look at a Vault one at a time', async () => {
      const { world } = backends;
      await backends.until('both have looked', () =>
        ['one', 'two'].every(name => world.askers.includes(name)),
      );
      const asked = world.askers.length;
      await backends.until(
        'ten more rounds',
        () => world.askers.length > asked + 10,
      );
      expect(world.mostAtOnce).toBe(1);
      expect(backends.kinds()).toEqual([]);
    });

    it('lose and double nothing when the one that looks is killed before it has told', async () => {
      const { db, world } = backends;
      const held = world.holdTheTeller();
      world.status = { sealed: true };
      await backends.kill(await held);
      expect(backends.kinds()).toEqual([]);
      const [survivor] = backends.names;

      await backends.until(
        'the other has told',
        () => backends.kinds().length > 0,
      );
      await backends.until('the owner was told', () => world.titles.length > 0);
      world.status = { sealed: false };
      await backends.until(
        'the next change is told',
        () => backends.kinds().length > 1,
      );
      const asked = world.askers.length;
      await backends.until(
        'five more rounds',
        () => world.askers.length > asked + 5,
      );

      expect(
        world.events.map(({ from, transition }) => [from, transition.kind]),
      ).toEqual([
        [survivor, 'sealed'],
        [survivor, 'unsealed'],
      ]);
      await expect(
        db('transitions').orderBy('id').pluck('kind'),
      ).resolves.toEqual(['leader-changed', 'sealed', 'unsealed']);
      expect(world.titles).toEqual([
        'Vault is sealed: prod',
        'Vault is unsealed again: prod',
      ]);
      expect(world.mostAtOnce).toBe(1);
    });

    it('a backend that comes back joins, and tells nothing twice', async () => {
      const { world } = backends;
      const told = backends.kinds().length;
      await backends.add('three');
      await backends.until('it has looked', () =>
        world.askers.includes('three'),
      );
      world.status = {
        sealed: false,
        leader: { pod: 'vault-1', since: '2026-11-26T00:00:00.000Z' },
      };
      await backends.until(
        'the new leader is told',
        () => backends.kinds().length > told,
      );
      const asked = world.askers.length;
      await backends.until(
        'five more rounds',
        () => world.askers.length > asked + 5,
      );
      expect(backends.kinds().slice(told)).toEqual(['leader-changed']);
    });
  },
);
