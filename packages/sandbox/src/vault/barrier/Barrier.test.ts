import type { PhysicalStorage } from '../storage/PhysicalStorage';
import { Barrier } from './Barrier';

function memory(): PhysicalStorage & { readonly entries: Map<string, Buffer> } {
  const entries = new Map<string, Buffer>();
  return {
    entries,
    get: async key => entries.get(key),
    put: async (key, value) => {
      entries.set(key, value);
    },
    delete: async key => {
      entries.delete(key);
    },
    list: async () => [...entries.keys()],
  };
}

describe('Barrier', () => {
  it('gives back what was put, and stores none of it in plain text', async () => {
    const storage = memory();
    const root = await Barrier.initialize(storage);
    const barrier = await Barrier.unseal(storage, root);
    await barrier.put('logical/a', { password: 'open sesame' });
    expect(await barrier.get('logical/a')).toEqual({ password: 'open sesame' });
    const stored = Buffer.concat([...storage.entries.values()]).toString(
      'latin1',
    );
    expect(stored).not.toContain('sesame');
  });

  it('does not open with another root key', async () => {
    const storage = memory();
    await Barrier.initialize(storage);
    await expect(Barrier.unseal(storage, Buffer.alloc(32))).rejects.toThrow();
  });

  it('notices an entry that was moved or changed', async () => {
    const storage = memory();
    const barrier = await Barrier.unseal(
      storage,
      await Barrier.initialize(storage),
    );
    await barrier.put('a', 1);
    const entry = storage.entries.get('a') ?? Buffer.alloc(0);
    storage.entries.set('b', entry);
    await expect(barrier.get('b')).rejects.toThrow();
    const changed = Buffer.from(entry);
    changed[changed.length - 1] ^= 1; // eslint-disable-line no-bitwise
    storage.entries.set('a', changed);
    await expect(barrier.get('a')).rejects.toThrow();
  });
});
