import { heldRootToken } from './heldRootToken';

const ctx = { signal: new AbortController().signal, log: () => undefined };

describe('heldRootToken', () => {
  it('tells that there is one, never which, and deletes it for good', async () => {
    let value: string | undefined = 'hvs.very-secret';
    const held = heldRootToken({
      name: 'root-token',
      secret: {
        read: async () =>
          value === undefined ? undefined : { text: value, version: 'v1' },
        write: async () => undefined,
        destroy: async () => {
          value = undefined;
        },
      },
    });
    const observed = await held.observe(ctx);
    expect(observed).toEqual({ held: true });
    await held.delete(ctx, { held: true });
    expect(await held.observe(ctx)).toBeUndefined();
  });
});
