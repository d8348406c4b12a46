import { waitFor } from '@testing-library/react';
import { FakeVaultEksApi } from '../testing/FakeVaultEksApi';
import { aLine, ENTITY_REF } from '../testing/fixtures';
import { refusal } from '../testing/refusal';
import { AuditTail } from './AuditTail';

const line = (id: string) => ({ kind: 'line' as const, line: aLine(id) });

describe('AuditTail', () => {
  const api = () => new FakeVaultEksApi();
  const started: AuditTail[] = [];
  afterEach(() => started.splice(0).forEach(tail => tail.stop()));

  function start(portal: FakeVaultEksApi, filter = {}) {
    const tail = new AuditTail({
      api: portal,
      entityRef: ENTITY_REF,
      filter,
      history: 200,
      limits: { rows: 100, characters: 1_000_000 },
      retryMs: 1,
      maxRetryMs: 5,
      batchMs: 1,
    });
    started.push(tail);
    tail.start();
    return tail;
  }
  const idsOf = (tail: AuditTail) =>
    [...tail.getSnapshot().entries].map(({ line: { id } }) => id);

  it('begins with history and the filter', async () => {
    const portal = api();
    start(portal, { errorsOnly: true });
    expect(portal.tail.request).toMatchObject({
      entityRef: ENTITY_REF,
      history: 200,
      filter: { errorsOnly: true },
    });
  });

  it('reconnects after the last line it has, without a line twice', async () => {
    const portal = api();
    const tail = start(portal);
    portal.tail.send(line('1'), line('2'));
    await waitFor(() => expect(idsOf(tail)).toEqual(['1', '2']));
    expect(tail.getSnapshot().connection).toEqual({ state: 'open' });

    portal.tail.end(new Error('the network went away'));
    await waitFor(() => expect(portal.tails).toHaveLength(2));
    expect(portal.tail.request.after).toBe('2');
    expect(portal.tail.request.history).toBeUndefined();

    portal.tail.send(line('2'), line('3'));
    await waitFor(() => expect(idsOf(tail)).toEqual(['1', '2', '3']));
    expect(tail.getSnapshot().connection).toEqual({ state: 'open' });
  });

  it('says why it reconnects', async () => {
    const portal = api();
    const tail = start(portal);
    const seen: unknown[] = [];
    tail.subscribe(() => seen.push(tail.getSnapshot().connection));
    portal.tail.end(new Error('the network went away'));
    await waitFor(() =>
      expect(seen).toContainEqual({
        state: 'reconnecting',
        problem: 'the network went away',
      }),
    );
  });

  it('gives up when the portal refuses', async () => {
    const portal = api();
    const tail = start(portal);
    portal.tail.end(await refusal(403, 'NotAllowedError', 'not yours'));
    await waitFor(() =>
      expect(tail.getSnapshot().connection.state).toBe('refused'),
    );
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(portal.tails).toHaveLength(1);
  });

  it('goes on with a narrower filter after the last line that it has', async () => {
    const portal = api();
    const tail = start(portal, { actor: 'alice' });
    portal.tail.send(line('1'), line('2'));
    await waitFor(() => expect(idsOf(tail)).toEqual(['1', '2']));
    tail.stop();

    const options = {
      api: portal,
      entityRef: ENTITY_REF,
      history: 200,
      limits: { rows: 100, characters: 1_000_000 },
      batchMs: 1,
    };
    const filter = { actor: 'alice', errorsOnly: true };
    const next = tail.narrowed({ ...options, filter });
    expect(next && idsOf(next)).toEqual(['1', '2']);
    started.push(...(next ? [next] : []));
    next?.start();
    expect(portal.tail.request).toMatchObject({ after: '2', filter });
    expect(portal.tail.request.history).toBeUndefined();
    portal.tail.send(line('2'), line('3'));
    await waitFor(() => expect(next && idsOf(next)).toEqual(['1', '2', '3']));

    expect(tail.narrowed({ ...options, filter: {} })).toBeUndefined();
    expect(
      tail.narrowed({ ...options, filter, entityRef: 'resource:default/b' }),
    ).toBeUndefined();
  });

  it('ends its connection when it is stopped', async () => {
    const portal = api();
    const tail = start(portal);
    tail.stop();
    expect(portal.tail.request.signal?.aborted).toBe(true);
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(portal.tails).toHaveLength(1);
  });
});
