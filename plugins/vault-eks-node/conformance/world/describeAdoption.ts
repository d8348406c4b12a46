/* eslint-disable jest/no-export -- describes the tests of other files */
import { connectWorld, World } from './connectWorld';
import type { Scene } from './describeLifecycle';
import { setStage, Wish } from './Stage';

/** A thing of others that a spec names. */
export interface Adoption {
  /** For the table of results, such as `DynamoDB table`. */
  readonly title: string;
  /** Its id in the blueprint. */
  readonly node: string;
  /** Makes it past the product, and answers the wish that names it. */
  make(world: World): Promise<Wish>;
  /** What a plan says without `adopt: true`: {@link USED}, or how it refuses. */
  readonly before: object;
  /** Asks the service itself whether it is as the spec wants it, and seen where it becomes ours. */
  seen(scene: Scene): Promise<void>;
  /** Takes it away again where it is in the way of other tests. */
  unmake?(world: World): Promise<unknown>;
}

/** A thing of others that fits is used as it is. */
export const USED = { verb: 'adopt', changes: [], refusal: undefined };

/** Describes how a thing of others is left alone, used and taken over. */
export function describeAdoption(adoption: Adoption): void {
  const { node } = adoption;
  describe(`${adoption.title}:`, () => {
    let world: World;
    let wish: Wish;
    beforeAll(async () => {
      world = await connectWorld();
      wish = await adoption.make(world);
    });
    afterAll(async () => {
      await adoption.unmake?.(world);
      await world?.close();
    });

    const stage = () => setStage(world, { ...wish, adopt: true }, node);

    it('diff: changes nothing of others that is only named', async () => {
      const at = await setStage(world, wish, node);
      expect(await at.plan()).toMatchObject(adoption.before);
    });

    it('update: takes it over when the spec says adopt', async () => {
      const at = await stage();
      const step = await at.plan();
      expect(step).toMatchObject({ verb: 'adopt', refusal: undefined });
      expect(step.changes).not.toEqual([]);
      expect((await at.apply()).outcome).toBe('adopted');
      await adoption.seen({ ...world, ...at });
      expect((await at.plan()).changes).toEqual([]);
    });

    it('delete: leaves what was taken over', async () => {
      const at = await stage();
      expect((await at.destroy()).map(({ id }) => id)).not.toContain(node);
      await adoption.seen({ ...world, ...at });
    });
  });
}
