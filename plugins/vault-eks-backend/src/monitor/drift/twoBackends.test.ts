import { prod } from '../../__testUtils__/fixtures';
import { whyNoPostgres } from '../../__testUtils__/postgres';
import { TwoBackends } from '../../__testUtils__/twoBackends/TwoBackends';

jest.setTimeout(400_000);

const reason = whyNoPostgres();
const often = {
  frequency: { milliseconds: 300 },
  timeout: { seconds: 4 },
};

(reason ? describe.skip : describe)(
  `two backends that compare, on one PostgreSQL${
    reason ? ` (skipped: ${reason})` : ''
  }`,
  () => {
    let backends: TwoBackends;
    beforeAll(async () => {
      backends = await TwoBackends.start({
        spec: { cluster: prod.cluster, region: prod.region },
        vaultEks: {
          status: { cacheFor: { milliseconds: 0 } },
          monitor: { schedule: often, spread: { milliseconds: 0 } },
          drift: { schedule: often },
        },
      });
    });
    afterAll(() => backends?.stop());

    it('do so one at a time, and lose and double nothing when one is killed before it has told', async () => {
      const { db, world } = backends;
      await backends.until('both have compared', () =>
        ['one', 'two'].every(name => world.comparers.includes(name)),
      );
      expect(backends.kinds()).toEqual([]);

      const held = world.holdTheTeller();
      world.differs = ['DynamoDB table'];
      await backends.kill(await held);
      expect(backends.kinds()).toEqual([]);
      await backends.until(
        'the other has told',
        () => backends.kinds().length > 0,
      );
      await backends.until('the owner was told', () => world.titles.length > 0);
      world.differs = [];
      await backends.until(
        'its end is told',
        () => backends.kinds().length > 1 && world.titles.length > 1,
      );
      const compared = world.comparers.length;
      await backends.until(
        'five more rounds',
        () => world.comparers.length > compared + 5,
      );

      expect(world.events.map(({ transition }) => transition)).toMatchObject([
        { kind: 'drift', from: '0', to: '1', things: ['DynamoDB table'] },
        { kind: 'drift-resolved', from: '1', to: '0' },
      ]);
      await expect(
        db('transitions')
          .whereNot({ kind: 'leader-changed' })
          .orderBy('id')
          .pluck('kind'),
      ).resolves.toEqual(['drift', 'drift-resolved']);
      expect(world.titles).toEqual([
        'One thing of Vault differs from its spec: prod',
        'What differed of Vault is as its spec says again: prod',
      ]);
      expect(world.mostAtOnce).toBe(1);
    });
  },
);
