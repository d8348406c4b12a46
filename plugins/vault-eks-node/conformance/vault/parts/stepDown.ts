/* eslint-disable jest/no-export -- a part of vault.test.ts */
import { setTimeout as sleep } from 'node:timers/promises';
import { readStatus, tailAudit } from '../../../src/probe';
import type { OpenVault } from '../world/openVault';

/** Standbys that vote only after a while cannot lead before. */
const LEADER_WITHIN_MS = 60_000;

/** The leader hands over, and both the status and the tail follow. */
export function describeStepDown(vault: () => OpenVault): void {
  describe('Status, tail and step-down:', () => {
    const ref = () => ({ account: '111122223333', ...vault().spec });
    const status = () =>
      readStatus({
        ref: ref(),
        kubernetes: vault().kubernetes,
        signal: AbortSignal.timeout(20_000),
      });

    /** Reads the tail until a line is about the path. */
    async function pathsUntil(wanted: string, act: () => Promise<unknown>) {
      const stop = AbortSignal.timeout(60_000);
      const paths: string[] = [];
      const acted = sleep(1_000).then(act);
      for await (const event of tailAudit({
        ref: ref(),
        kubernetes: vault().kubernetes,
        history: 10,
        signal: stop,
      })) {
        if (event.kind === 'line') paths.push(event.line.path);
        if (paths.includes(wanted)) break;
      }
      await acted;
      return paths;
    }

    const touch = async (path: string) =>
      vault().ask({
        method: 'GET',
        path,
        token: await vault().login('admin'),
      });

    it('tells what is there', async () => {
      expect(await status()).toMatchObject({
        initialized: true,
        sealed: false,
        leader: { pod: await vault().leader() },
        replicas: { wanted: 3, ready: 3 },
        certificate: { daysLeft: expect.any(Number) },
      });
    });

    it('shows what was asked in the tail', async () => {
      const path = 'sys/policies/acl/before-step-down';
      expect(await pathsUntil(path, () => touch(path))).toContain(path);
    });

    it('hands over when it is told to', async () => {
      const before = await vault().leader();
      const token = await vault().login('operator');
      const end = Date.now() + LEADER_WITHIN_MS;
      let now: string | undefined = before;
      while (now === before && Date.now() < end) {
        const told = await vault().ask(
          { method: 'PUT', path: 'sys/step-down', token },
          before,
        );
        expect(told.status).toBe(204);
        await sleep(5_000);
        now = await vault()
          .leader()
          .catch(() => undefined);
      }
      expect(await vault().pods()).toContain(now);
      expect(now).not.toBe(before);
    });

    it('goes on with the tail at the new leader', async () => {
      const path = 'sys/policies/acl/after-step-down';
      expect(await pathsUntil(path, () => touch(path))).toContain(path);
    });

    it('takes requests at the former leader, which hands them on', async () => {
      const leader = await vault().leader();
      const [standby] = (await vault().pods()).filter(pod => pod !== leader);
      const told = await vault().ask(
        {
          method: 'GET',
          path: 'sys/policies/acl/default',
          token: await vault().login('admin'),
        },
        standby,
      );
      expect(told.status).toBe(200);
    });
  });
}
