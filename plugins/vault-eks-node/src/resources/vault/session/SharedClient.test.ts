import type { VaultClient } from '../../../connections/vault';
import { SharedClient } from './SharedClient';

const call = { signal: new AbortController().signal };

function setUp() {
  const opened: string[] = [];
  const closed: string[] = [];
  const no = async () => {
    throw new Error('not used');
  };
  const shared = new SharedClient({
    client: (pod): VaultClient => {
      const name = `${pod}#${opened.length}`;
      opened.push(name);
      return {
        ...{ node: name, send: no, call: no, run: no },
        peerCertificate: () => undefined,
        close: async () => void closed.push(name),
      };
    },
  });
  return { shared, opened, closed };
}

const node = async ({ node: name }: VaultClient) => name;

describe('SharedClient', () => {
  it('is one connection for all who ask at the same moment, and ends with the last', async () => {
    const { shared, opened, closed } = setUp();
    let goOn: () => void = () => {};
    const until = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const slow = shared.use('vault-0', call, async client => {
      await until;
      return client.node;
    });
    expect(
      await Promise.all([1, 2, 3].map(() => shared.use('vault-0', call, node))),
    ).toEqual(['vault-0#0', 'vault-0#0', 'vault-0#0']);
    expect(closed).toEqual([]);
    goOn();
    await slow;
    expect(opened).toEqual(['vault-0#0']);
    expect(closed).toEqual(['vault-0#0']);
    expect(await shared.use('vault-0', call, node)).toBe('vault-0#1');
  });

  it('is left to those who use it when it failed for one, or another pod leads', async () => {
    const { shared, closed } = setUp();
    let goOn: () => void = () => {};
    const until = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const slow = shared.use('vault-0', call, async client => {
      await until;
      return client.node;
    });
    await expect(
      shared.use('vault-0', call, async () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(await shared.use('vault-0', call, node)).toBe('vault-0#1');
    expect(await shared.use('vault-1', call, node)).toBe('vault-1#2');
    expect(closed).toEqual(['vault-0#1', 'vault-1#2']);
    goOn();
    expect(await slow).toBe('vault-0#0');
    expect(closed).toContain('vault-0#0');
  });

  it('opens nothing for a run that was called off', async () => {
    const { shared, opened } = setUp();
    await expect(
      shared.use('vault-0', { signal: AbortSignal.abort() }, node),
    ).rejects.toThrow();
    expect(opened).toEqual([]);
  });
});
