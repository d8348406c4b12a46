import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { eachDatabase } from '../__testUtils__/databases';
import { startPortal } from '../__testUtils__/startPortal';
import { DatabaseClusterRegistry } from '../registry/DatabaseClusterRegistry';
import { Health } from './Health';
import { healthRoute } from './healthRoute';
import { lateAfter } from './lateAfter';
import { MonitorRounds } from './MonitorRounds';

jest.setTimeout(60_000);

const LATE_MS = 60_000;
const { signal } = new AbortController();

const well = {
  status: 'ok',
  checks: { database: 'ok', monitor: 'ok' },
};
const late = {
  status: 'failed',
  checks: { database: 'ok', monitor: 'late' },
};

eachDatabase('the health of a backend', open => {
  const start = async () => {
    const knex: Knex = await open();
    const { db } = await DatabaseClusterRegistry.create({
      database: mockServices.database.mock({ getClient: async () => knex }),
    });
    const metrics = { monitorRound: jest.fn() };
    let now = Date.now();
    const clock = () => now;
    const rounds = new MonitorRounds({ clock, db, metrics });
    const logger = mockServices.logger.mock();
    const health = new Health({
      clock,
      db,
      lateAfterMs: LATE_MS,
      logger,
      rounds,
    });
    return {
      db,
      health,
      logger,
      metrics,
      rounds,
      pass: (ms: number) => {
        now += ms;
      },
    };
  };

  it('is well as long as the monitor finishes its rounds', async () => {
    const { health, metrics, pass, rounds } = await start();
    expect(await health.check()).toEqual(well);
    pass(LATE_MS + 1_000);
    expect(await health.check()).toEqual(late);
    await rounds.run(async () => {}, signal);
    await rounds.run(async () => {}, signal);
    // Answered from what it knows, for a second.
    expect(await health.check()).toEqual(late);
    pass(2_000);
    expect(await health.check()).toEqual(well);
    expect(metrics.monitorRound.mock.calls).toEqual([
      ['finished', expect.any(Number)],
      ['finished', expect.any(Number)],
    ]);
  });

  it('counts no round that failed, or was stopped before its end', async () => {
    const { metrics, rounds } = await start();
    await expect(
      rounds.run(async () => {
        throw new Error('no');
      }, signal),
    ).rejects.toThrow('no');
    const stopped = new AbortController();
    await expect(
      rounds.run(async () => stopped.abort(), stopped.signal),
    ).rejects.toThrow(/abort/);
    expect(await rounds.lastFinished()).toBeUndefined();
    expect(metrics.monitorRound.mock.calls.map(([outcome]) => outcome)).toEqual(
      ['failed', 'failed'],
    );
  });

  it('is not well without its database, and says nothing of it', async () => {
    const { db, health, logger, pass } = await start();
    await db.schema.dropTable('monitor_rounds');
    expect(await health.check()).toEqual({
      status: 'failed',
      checks: { database: 'failed', monitor: 'unknown' },
    });
    // Asked again at once, it answers from what it knows.
    await health.check();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    pass(2_000);
    await health.check();
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });
});

describe('GET /v1/health', () => {
  it('is open to everybody', async () => {
    const { server, stop } = await startPortal();
    const answer = await request(server)
      .get('/api/vault-eks/v1/health')
      .set('Authorization', mockCredentials.none.header());
    expect([answer.status, answer.body]).toEqual([200, well]);
    expect(answer.headers['cache-control']).toBe('no-store');
    await stop();
  });

  it('answers 503 when not all is well', async () => {
    const app = express();
    const check = async () =>
      ({
        status: 'failed',
        checks: { database: 'ok', monitor: 'late' },
      } as const);
    app.get('/', healthRoute({ health: { check } }));
    const answer = await request(app).get('/');
    expect([answer.status, answer.body]).toEqual([503, late]);
  });
});

describe('lateAfter', () => {
  it.each([
    [{ frequency: { seconds: 30 }, timeout: { minutes: 2 } }, 210_000],
    [{ frequency: { cron: '0 3 * * *' }, timeout: { minutes: 2 } }, 3_720_000],
  ])('of %j is %d', (schedule, ms) => {
    expect(lateAfter(schedule)).toBe(ms);
  });
});
