import { memoryVault } from '../testing/memoryVault';

async function withKv() {
  const vault = await memoryVault();
  await vault.call('update', 'sys/mounts/kv', {
    type: 'kv',
    options: { version: '2' },
  });
  const write = (value: number, options?: object) =>
    vault.call('update', 'kv/data/app', { data: { value }, options });
  return { ...vault, write };
}

describe('kv version 2', () => {
  it('keeps versions, and reads each of them', async () => {
    const { call, write } = await withKv();
    await write(1);
    await write(2);
    const latest = await call('read', 'kv/data/app');
    expect(Object(latest.body).data.data).toEqual({ value: 2 });
    const first = await call('read', 'kv/data/app', { version: '1' });
    expect(Object(first.body).data.data).toEqual({ value: 1 });
  });

  it('checks and sets', async () => {
    const { write } = await withKv();
    expect((await write(1, { cas: 0 })).status).toBe(200);
    expect(await write(2, { cas: 0 })).toEqual({
      status: 400,
      body: {
        errors: ['check-and-set parameter did not match the current version'],
      },
    });
  });

  it('undeletes what was deleted, but not what was destroyed', async () => {
    const { call, write } = await withKv();
    await write(1);
    await call('delete', 'kv/data/app');
    expect((await call('read', 'kv/data/app')).status).toBe(404);
    await call('update', 'kv/undelete/app', { versions: [1] });
    expect((await call('read', 'kv/data/app')).status).toBe(200);
    await call('update', 'kv/destroy/app', { versions: [1] });
    expect((await call('read', 'kv/data/app')).status).toBe(404);
  });

  it('lists folders, and forgets a secret with its metadata', async () => {
    const { call } = await withKv();
    await call('update', 'kv/data/team/db', { data: { a: 1 } });
    const listed = await call('list', 'kv/metadata/');
    expect(Object(listed.body).data).toEqual({ keys: ['team/'] });
    await call('delete', 'kv/metadata/team/db');
    expect(await call('list', 'kv/metadata/')).toEqual({
      status: 404,
      body: { errors: [] },
    });
  });

  it('is empty again after it was unmounted', async () => {
    const { call, write } = await withKv();
    await write(1);
    expect((await call('delete', 'sys/mounts/kv')).status).toBe(204);
    expect((await call('read', 'kv/data/app')).status).toBe(404);
    await call('update', 'sys/mounts/kv', { type: 'kv-v2' });
    expect((await call('read', 'kv/data/app')).status).toBe(404);
  });
});
