import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** An answer in place of the request's own; each API has a form of its own for it. */
export interface FaultAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * What goes wrong with a request over HTTP: an error answer, a connection cut before or after the effect, no answer with or
 * without the effect, or a delay in milliseconds.
 */
export type HttpFault =
  | FaultAnswer
  | 'drop'
  | 'drop-response'
  | 'timeout'
  | 'hold-response'
  | number;

/** What becomes of a request: it is served, and its answer is sent, cut off or withheld; or it is over already. */
export type Fate = 'serve' | 'serve and drop' | 'serve and hold' | 'over';

/** Lets a request suffer its fault, and says what becomes of it or which answer it gets instead. */
export async function suffer(
  fault: HttpFault | undefined,
  connection: ServerResponse | Duplex,
): Promise<Fate | FaultAnswer> {
  switch (fault) {
    case undefined:
      return 'serve';
    case 'drop':
      connection.destroy();
      return 'over';
    case 'timeout':
      // Without an answer the client gives up in the end.
      return 'over';
    case 'drop-response':
      return 'serve and drop';
    case 'hold-response':
      return 'serve and hold';
    default:
      if (typeof fault === 'number') {
        await delay(fault);
        return 'serve';
      }
      return fault;
  }
}

/** Keeps the answer of a request that is served from its client. */
export function loseAnswer(fate: Fate, response: ServerResponse): void {
  if (fate === 'serve and drop') {
    response.on('pipe', () => response.destroy());
    response.end = () => response.destroy();
  } else if (fate === 'serve and hold') {
    const silent = () => response;
    Object.assign(response, { writeHead: silent, end: silent });
    response.write = () => true;
    response.flushHeaders = () => undefined;
  }
}
