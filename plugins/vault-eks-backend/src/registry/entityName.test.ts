import { prod } from '../__testUtils__/fixtures';
import { entityNameCandidates } from './entityName';

describe('entityNameCandidates', () => {
  it('keeps within what the catalog takes, and keeps long names apart', () => {
    const names = ['a', 'b'].flatMap(last =>
      entityNameCandidates({ ...prod, cluster: `${'x'.repeat(99)}${last}` }),
    );
    expect(names.every(name => name.length <= 63)).toBe(true);
    expect(new Set(names).size).toBe(6);
  });
});
