/* eslint-disable jest/no-export -- a part of vault.test.ts */
import type { OpenVault } from '../world/openVault';

const MOUNT = 'conformance';

/** The key-value engine, version 2. */
export function describeKv(vault: () => OpenVault): void {
  describe('KV:', () => {
    const ask = async (
      method: 'GET' | 'LIST' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      body?: object,
      pod?: string,
    ) =>
      vault().ask(
        { method, path, body, token: await vault().login('admin') },
        pod,
      );
    const write = (data: object, options?: object) =>
      ask('POST', `${MOUNT}/data/app/db`, { data, options });

    it('is mounted once', async () => {
      const mount = () =>
        ask('POST', `sys/mounts/${MOUNT}`, {
          type: 'kv',
          options: { version: '2' },
        });
      expect((await mount()).status).toBe(204);
      expect(await mount()).toMatchObject({
        status: 400,
        body: { errors: [expect.stringMatching(/^path is already in use/)] },
      });
      const { body } = await ask('GET', 'sys/mounts');
      expect(Object(body.data)[`${MOUNT}/`]).toMatchObject({
        type: 'kv',
        options: { version: '2' },
      });
    });

    it('keeps versions', async () => {
      // The engine is made ready after its mount.
      const end = Date.now() + 10_000;
      let first = await write({ password: 'one', port: 1 });
      while (first.status === 400 && Date.now() < end) {
        first = await write({ password: 'one', port: 1 });
      }
      expect(first).toMatchObject({
        status: 200,
        body: { data: { version: 1, destroyed: false, deletion_time: '' } },
      });
      expect(
        (await write({ password: 'two', port: 2 })).body.data,
      ).toMatchObject({ version: 2 });
      const old = await ask('GET', `${MOUNT}/data/app/db?version=1`);
      expect(old.body.data).toMatchObject({
        data: { password: 'one', port: 1 },
        metadata: { version: 1 },
      });
      const latest = await ask('GET', `${MOUNT}/data/app/db`);
      expect(latest.body.data).toMatchObject({ data: { port: 2 } });
    });

    it('checks the version that a writer has seen', async () => {
      expect((await write({ port: 3 }, { cas: 1 })).status).toBe(400);
      expect((await write({ port: 3 }, { cas: 2 })).status).toBe(200);
    });

    it('is read and written through a standby', async () => {
      const leader = await vault().leader();
      const [standby] = (await vault().pods()).filter(pod => pod !== leader);
      const data = { data: { port: 4 } };
      const written = await ask('POST', `${MOUNT}/data/app/db`, data, standby);
      expect(written.body.data).toMatchObject({ version: 4 });
      const read = await ask('GET', `${MOUNT}/data/app/db`, undefined, standby);
      expect(read.body.data).toMatchObject(data);
    });

    it('lists names', async () => {
      const { status, body } = await ask('LIST', `${MOUNT}/metadata`);
      expect({ status, data: body.data }).toEqual({
        status: 200,
        data: { keys: ['app/'] },
      });
      expect((await ask('LIST', `${MOUNT}/metadata/none`)).status).toBe(404);
    });

    it('deletes a version so that it can come back', async () => {
      expect((await ask('DELETE', `${MOUNT}/data/app/db`)).status).toBe(204);
      const gone = await ask('GET', `${MOUNT}/data/app/db`);
      expect(gone).toMatchObject({
        status: 404,
        body: { data: { data: null, metadata: { version: 4 } } },
      });
      await ask('POST', `${MOUNT}/undelete/app/db`, { versions: [4] });
      expect((await ask('GET', `${MOUNT}/data/app/db`)).status).toBe(200);
    });

    it('destroys versions, and all of it', async () => {
      await ask('PUT', `${MOUNT}/destroy/app/db`, { versions: [1] });
      const old = await ask('GET', `${MOUNT}/data/app/db?version=1`);
      expect(old).toMatchObject({
        status: 404,
        body: { data: { metadata: { destroyed: true } } },
      });
      expect((await ask('DELETE', `${MOUNT}/metadata/app/db`)).status).toBe(
        204,
      );
      expect((await ask('GET', `${MOUNT}/data/app/db`)).status).toBe(404);
    });

    it('knows no mount that was not made', async () => {
      expect(await ask('GET', 'nowhere/data/x')).toMatchObject({
        status: 404,
        body: { errors: [expect.stringMatching(/^no handler for route/)] },
      });
    });
  });
}
