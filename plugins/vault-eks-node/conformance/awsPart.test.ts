import { connectWorld, World } from './world/connectWorld';
import { setStage } from './world/Stage';

const WISH = { release: 'whole', storage: { deletionProtection: false } };

describe('The whole AWS part:', () => {
  let world: World;
  beforeAll(async () => {
    world = await connectWorld();
  });
  afterAll(() => world?.close());

  const verbs = async () => {
    const at = await setStage(world, WISH, 'everything');
    return (await at.planAll()).map(({ verb }) => verb);
  };

  it('observe: everything is absent', async () => {
    expect(new Set(await verbs())).toEqual(new Set(['create']));
  });

  it('create: makes everything in one run', async () => {
    const at = await setStage(world, WISH, 'everything');
    const outcomes = (await at.applyAll()).map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['created']));
    expect(outcomes).toHaveLength((await verbs()).length);
  });

  it('diff: nothing the second time', async () => {
    expect(new Set(await verbs())).toEqual(new Set(['keep']));
  });

  it('delete: removes everything in reverse order', async () => {
    const at = await setStage(world, WISH, 'everything');
    const made = (await at.planAll()).map(({ id }) => id);
    expect(new Set((await at.destroy()).map(({ id }) => id))).toEqual(
      new Set(made),
    );
    expect(new Set(await verbs())).not.toContain('keep');
  });
});
