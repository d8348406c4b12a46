/* eslint-disable jest/no-export -- describes the tests of other files */
import { connectWorld, World } from './connectWorld';
import { onStage, setStage, Stage, Wish } from './Stage';

/** What a test works with. */
export interface Scene extends World, Pick<Stage, 'names' | 'owner'> {}

/** A wish that differs from the one before it, and what the service then says of the thing. */
export interface Choice {
  /** Completes "update: ". */
  readonly name: string;
  readonly wish: Wish;
  /** Asks the service itself, past the product's own reading. */
  seen(scene: Scene): Promise<void>;
}

/** One managed thing of the blueprint and what its five verbs must do on any AWS. */
export interface Lifecycle {
  /** For the table of results, such as `DynamoDB table`. */
  readonly title: string;
  /** Its id in the blueprint. */
  readonly node: string;
  readonly wish: Wish;
  /** Asks the service itself, past the product's own reading. */
  seen(scene: Scene): Promise<void>;
  /** Changes the thing past the product. */
  readonly meddle?: {
    /** Completes "diff: sees ". */
    readonly name: string;
    act(scene: Scene): Promise<unknown>;
  };
  /** Wishes that follow upon each other, each an update of the thing. */
  readonly choices?: readonly Choice[];
  /** How another Vault would come upon the same thing, and what it is told. */
  readonly stranger?: { wish(scene: Scene): Wish; readonly refusal: RegExp };
  /** The wish under which it may go, when not the last one. */
  readonly farewell?: Wish;
  /** Asks the service itself whether it is gone. */
  gone(scene: Scene): Promise<void>;
}

/** Describes the five verbs of one thing; its tests build on each other. */
export function describeLifecycle(life: Lifecycle): void {
  describe(`${life.title}:`, () => {
    let world: World;
    const stage = (wish: Wish) => setStage(world, wish, life.node);
    const sceneOf = ({ names, owner }: Stage): Scene => ({
      ...world,
      names,
      owner,
    });
    const last = life.choices?.at(-1)?.wish ?? life.wish;
    const nextRun = async (at: Stage) => {
      const { verb, changes } = await at.plan();
      const { outcome } = await at.apply();
      return { verb, changes, outcome };
    };
    const nothing = { verb: 'keep', changes: [], outcome: 'kept' };

    beforeAll(async () => {
      world = await connectWorld();
    });
    afterAll(async () => {
      // What a failed test left would be in the way of others.
      if (world) {
        await (await stage(life.farewell ?? last)).destroy().catch(() => {});
        await world.close();
      }
    });

    it('observe: absent before it is made', async () => {
      expect((await (await stage(life.wish)).plan()).verb).toBe('create');
    });

    it('create: makes one when it is asked twice', async () => {
      const twice = { ...life.wish, release: `${life.wish.release}-twice` };
      await onStage(world, twice, life.node, async at => {
        await at.createTwice();
        expect((await at.apply()).outcome).not.toBe('created');
        await life.seen(sceneOf(at));
        if (life.farewell) {
          const { release } = twice;
          await (await stage({ ...life.farewell, release })).apply();
        }
      });
    });

    it('create: makes what is wanted', async () => {
      const at = await stage(life.wish);
      expect((await at.apply()).outcome).toBe('created');
      await life.seen(sceneOf(at));
    });

    it('diff: nothing the second time', async () => {
      expect(await nextRun(await stage(life.wish))).toEqual(nothing);
    });

    const { meddle, stranger } = life;
    if (meddle) {
      it(`diff: sees ${meddle.name}`, async () => {
        const at = await stage(life.wish);
        await meddle.act(sceneOf(at));
        const step = await at.plan();
        expect(step).toMatchObject({ verb: 'update', refusal: undefined });
        expect(step.changes).not.toEqual([]);
      });

      it(`update: mends ${meddle.name}`, async () => {
        const at = await stage(life.wish);
        expect((await at.apply()).outcome).toBe('updated');
        await life.seen(sceneOf(at));
        expect(await nextRun(at)).toEqual(nothing);
      });
    }

    for (const choice of life.choices ?? []) {
      it(`update: ${choice.name}`, async () => {
        const at = await stage(choice.wish);
        const step = await at.plan();
        expect(step).toMatchObject({ verb: 'update', refusal: undefined });
        expect((await at.apply()).outcome).toBe('updated');
        await choice.seen(sceneOf(at));
        expect(await nextRun(at)).toEqual(nothing);
      });
    }

    if (stranger) {
      it('diff: refuses it to another Vault', async () => {
        const ours = await stage(last);
        const theirs = await stage(stranger.wish(sceneOf(ours)));
        expect((await theirs.plan()).refusal).toMatch(stranger.refusal);
      });
    }

    it('delete: removes it', async () => {
      if (life.farewell) {
        await (await stage(life.farewell)).apply();
      }
      const at = await stage(life.farewell ?? last);
      expect((await at.destroy()).map(({ id }) => id)).toContain(life.node);
      await life.gone(sceneOf(at));
    });
  });
}
