/* eslint-disable jest/no-export -- a part of vault.test.ts */
import type { OpenVault } from '../world/openVault';

/** Devices by the API, as the product enables them. */
export function describeAudit(vault: () => OpenVault): void {
  describe('Audit:', () => {
    const enable = async (path: string, options: Record<string, string>) =>
      vault().ask({
        method: 'PUT',
        path: `sys/audit/${path}`,
        body: { type: 'file', options },
        token: await vault().rootToken(),
      });

    it('has no device at first', async () => {
      const told = await vault().ask({
        method: 'GET',
        path: 'sys/audit',
        token: await vault().rootToken(),
      });
      expect(told).toMatchObject({ status: 200, body: { data: {} } });
    });

    it('takes the declared devices, and lists them as they were declared', async () => {
      await vault().applyUntil('audit');
      expect(await vault().changesUntil('audit')).toEqual([]);
    });

    it('refuses a path that is in use', async () => {
      const told = await enable('file', { file_path: '/tmp/other.log' });
      expect(told).toMatchObject({
        status: 400,
        body: { errors: [expect.stringMatching(/^path already in use/)] },
      });
    });

    it('refuses an executable file', async () => {
      const told = await enable('mode', {
        file_path: '/vault/audit/mode.log',
        mode: '0755',
      });
      expect(told.status).toBe(400);
    });

    it('refuses a prefix', async () => {
      const told = await enable('prefix', {
        file_path: '/vault/audit/prefix.log',
        prefix: 'x',
      });
      expect(told.status).toBe(400);
    });

    it('lists the devices on standbys too', async () => {
      const leader = await vault().leader();
      const [standby] = (await vault().pods()).filter(pod => pod !== leader);
      const { status, body } = await vault().ask(
        {
          method: 'GET',
          path: 'sys/audit',
          token: await vault().rootToken(),
        },
        standby,
      );
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { data: { 'file/': {}, 'stdout/': {} } },
      });
    });

    it('hashes a value as it stands in the lines', async () => {
      const { status, body } = await vault().ask({
        method: 'POST',
        path: 'sys/audit-hash/file',
        body: { input: 'anything' },
        token: await vault().rootToken(),
      });
      expect(status).toBe(200);
      expect(body.hash).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
    });
  });
}
