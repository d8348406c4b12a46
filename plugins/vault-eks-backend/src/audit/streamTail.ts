import { once } from 'node:events';
import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import { timeLimit } from '@vault-eks/backstage-plugin-vault-eks-node';
import { createSession } from 'better-sse';
import type { Request, Response } from 'express';

/** How often an idle stream says that it lives, so that no proxy cuts it. */
const HEARTBEAT_MS = 15_000;

/** A client that takes nothing for so long is asleep, or gone without a word; it comes back and goes on from its last line. */
const STALLED_MS = 60_000;

function payloadOf(event: AuditTailEvent) {
  return event.kind === 'source' ? event.source : event.line;
}

/** The same event goes to each viewer of a Vault; it is written out once. */
const written = new WeakMap<object, string>();

function jsonOf(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) {
    return JSON.stringify(payload);
  }
  const known = written.get(payload);
  if (known !== undefined) {
    return known;
  }
  const json = JSON.stringify(payload);
  written.set(payload, json);
  return json;
}

/** What is sent in one turn leaves in one piece. */
function gather(res: Response): void {
  if (res.writableCorked === 0) {
    res.cork();
    setImmediate(() => res.uncork());
  }
}

/**
 * Waits until the client has taken what was sent.
 *
 * @returns whether it did before the time was over
 */
async function taken(
  res: Response,
  options: { readonly signal: AbortSignal; readonly stalledMs: number },
): Promise<boolean> {
  const { signal, stalledMs } = options;
  const limit = timeLimit(stalledMs, signal);
  try {
    await once(res, 'drain', { signal: limit });
    return true;
  } catch (error) {
    if (signal.aborted || !limit.aborted) {
      throw error;
    }
    return false;
  }
}

/**
 * Sends the tail to the client as server-sent events, no faster than the client reads. Only lines move the
 * client's last event id, so that a reconnect resumes after the last line it saw. A client that reads nothing is cut off:
 * what was read for it must not fill the memory.
 *
 * Never throws for what goes wrong in the tail: the answer has begun, so it is told as a `source` event.
 */
export async function streamTail(options: {
  readonly req: Request;
  readonly res: Response;
  readonly tail: AsyncIterable<AuditTailEvent>;
  /** Where the client says it stands. */
  readonly after?: string;
  readonly signal: AbortSignal;
  readonly describeFailure: (error: unknown) => string;
  /** Milliseconds between signs of life. Given in tests. */
  readonly heartbeatMs?: number;
  /** Milliseconds that the client may take nothing. Given in tests. */
  readonly stalledMs?: number;
}): Promise<void> {
  const { req, res, tail, signal, stalledMs = STALLED_MS } = options;
  const session = await createSession(req, res, {
    keepAlive: options.heartbeatMs ?? HEARTBEAT_MS,
    serializer: jsonOf,
  });
  let lastId = options.after ?? '';
  const send = async (event: AuditTailEvent) => {
    if (event.kind !== 'source') {
      lastId = event.line.id;
    }
    gather(res);
    session.push(payloadOf(event), event.kind, lastId);
    return res.writableNeedDrain ? taken(res, { signal, stalledMs }) : true;
  };
  try {
    for await (const event of tail) {
      if (signal.aborted || !session.isConnected) {
        return;
      }
      if (!(await send(event))) {
        res.destroy();
        return;
      }
    }
  } catch (error) {
    if (!signal.aborted && session.isConnected) {
      await send({
        kind: 'source',
        source: { state: 'failed', message: options.describeFailure(error) },
      });
    }
  } finally {
    res.end();
  }
}
