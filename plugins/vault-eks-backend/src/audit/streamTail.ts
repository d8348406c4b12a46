import { once } from 'node:events';
import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import { createSession } from 'better-sse';
import type { Request, Response } from 'express';

/** How often an idle stream says that it lives, so that no proxy cuts it. */
const HEARTBEAT_MS = 15_000;

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
 * Sends the tail to the client as server-sent events, no faster than the client reads. Only lines move the
 * client's last event id, so that a reconnect resumes after the last line it saw.
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
}): Promise<void> {
  const { req, res, tail, signal } = options;
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
    if (res.writableNeedDrain) {
      await once(res, 'drain', { signal });
    }
  };
  try {
    for await (const event of tail) {
      if (signal.aborted || !session.isConnected) {
        return;
      }
      await send(event);
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
