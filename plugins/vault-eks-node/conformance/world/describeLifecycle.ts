/* eslint-disable jest/no-export -- describes the tests of other files */
import { connectWorld, World } from './connectWorld';
import { onStage, setStage, Stage, Wish } from './Stage';

/** What a test works with. */
export interface Scene extends World, Pick<Stage, 'names' | 'owner'> {}

/** A wish that differs from the one before it, and what the service then says of the thing. */
export interface Choice {
  /** Completes "update: ". */
  readonly name: string;
  /** Made in time where it names something that must exist first. */
  readonly wish: Wish | ((world: World) => Promise<Wish>);
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
  /** Turns the last wish into the one under which it may go. */
  farewell?(last: Wish): Wish;
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
    // What was wanted last, which each choice adds to.
    let current = life.wish;
    const allowRemoval = async (wish: Wish) => {
      const going = life.farewell?.(wish) ?? wish;
      if (life.farewell) {
        await (await stage(going)).apply();
      }
      return going;
    };
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
        const going = life.farewell?.(current) ?? current;
        await (await stage(going)).destroy().catch(() => {});
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
        await allowRemoval(twice);
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

    life.choices?.forEach(choice => {
      it(`update: ${choice.name}`, async () => {
        current =
          typeof choice.wish === 'function'
            ? await choice.wish(world)
            : choice.wish;
        const at = await stage(current);
        expect(await at.plan()).toMatchObject({
          verb: 'update',
          refusal: undefined,
        });
        expect((await at.apply()).outcome).toBe('updated');
        await choice.seen(sceneOf(at));
        expect(await nextRun(at)).toEqual(nothing);
      });
    });

    if (stranger) {
      it('diff: refuses it to another Vault', async () => {
        const ours = await stage(current);
        const theirs = await stage(stranger.wish(sceneOf(ours)));
        expect((await theirs.plan()).refusal).toMatch(stranger.refusal);
      });
    }

    it('delete: removes it', async () => {
      const at = await stage(await allowRemoval(current));
      expect((await at.destroy()).map(({ id }) => id)).toContain(life.node);
      await life.gone(sceneOf(at));
    });
  });
}
