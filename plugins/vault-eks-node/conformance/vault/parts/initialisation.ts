/* eslint-disable jest/no-export -- a part of vault.test.ts */
import type { OpenVault } from '../world/openVault';

/** Once, ever; then every pod unseals itself and one leads. */
export function describeInitialisation(vault: () => OpenVault): void {
  describe('Init:', () => {
    const others = async () => {
      const leader = await vault().leader();
      return (await vault().pods()).filter(pod => pod !== leader);
    };

    it('brings the keys into custody and every pod to work', async () => {
      await vault().applyUntil('initialise');
      expect(await vault().changesUntil('initialise')).toEqual([]);
    });

    it('is refused a second time', async () => {
      const told = await vault().ask({
        method: 'PUT',
        path: 'sys/init',
        body: { recovery_shares: 5, recovery_threshold: 3 },
      });
      expect(told).toMatchObject({
        status: 400,
        body: { errors: ['Vault is already initialized'] },
      });
    });

    it('leaves one leader, which says so of itself', async () => {
      const { status, body } = await vault().ask({
        method: 'GET',
        path: 'sys/leader',
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ ha_enabled: true, is_self: true });
      expect(Date.now() - Date.parse(String(body.active_time))).toBeLessThan(
        600_000,
      );
    });

    it('leaves standbys, which name the leader', async () => {
      const leader = await vault().ask({ method: 'GET', path: 'sys/leader' });
      for (const pod of await others()) {
        const { body } = await vault().ask(
          { method: 'GET', path: 'sys/leader' },
          pod,
        );
        expect(body).toMatchObject({
          is_self: false,
          leader_address: leader.body.leader_address,
          active_time: '0001-01-01T00:00:00Z',
        });
      }
    });

    it.each([
      ['sys/health', 429],
      ['sys/health?standbyok=true', 200],
      ['sys/health?standbycode=299', 299],
    ])('has standbys answer GET %s with %d', async (path, status) => {
      const [standby] = await others();
      const told = await vault().ask({ method: 'GET', path }, standby);
      expect(told).toMatchObject({
        status,
        body: { initialized: true, sealed: false, standby: true },
      });
    });

    it('tells a clock and a cluster that all nodes share', async () => {
      const bodies = await Promise.all(
        (
          await vault().pods()
        ).map(async pod => {
          const path = 'sys/health?standbyok=true';
          return (await vault().ask({ method: 'GET', path }, pod)).body;
        }),
      );
      expect(new Set(bodies.map(body => body.cluster_id)).size).toBe(1);
      expect(bodies[0].cluster_id).toEqual(expect.any(String));
      for (const body of bodies) {
        expect(
          Math.abs(Number(body.server_time_utc) * 1000 - Date.now()),
        ).toBeLessThan(60_000);
      }
    });
  });
}
