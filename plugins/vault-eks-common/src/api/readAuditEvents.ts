import type { EventSourceMessage } from 'eventsource-parser';
import type { AuditTailEvent } from '../audit/AuditLine';

/** Far above the longest line the backend sends; a stream that never ends a message must not fill the memory. */
const MAX_MESSAGE_CHARACTERS = 4 * 1024 * 1024;

function toAuditTailEvent(
  message: EventSourceMessage,
): AuditTailEvent | undefined {
  switch (message.event) {
    case 'line':
    case 'unreadable':
      return { kind: message.event, line: JSON.parse(message.data) };
    case 'source':
      return { kind: 'source', source: JSON.parse(message.data) };
    default:
      // An event of a newer backend: nothing this client could show.
      return undefined;
  }
}

/** How {@link readAuditEvents} reads. */
export interface ReadAuditEventsOptions {
  readonly body: ReadableStream<Uint8Array>;
  /** Called whenever bytes arrive, heartbeats included. */
  readonly onActivity: () => void;
}

/** Turns the body of an audit response into events; leaving the loop closes the connection. */
export async function* readAuditEvents(
  options: ReadAuditEventsOptions,
): AsyncGenerator<AuditTailEvent> {
  const pending: AuditTailEvent[] = [];
  // Not before it is needed: a portal loads this client with every page.
  const { createParser } = await import('eventsource-parser');
  const parser = createParser({
    maxBufferSize: MAX_MESSAGE_CHARACTERS,
    onEvent: message => {
      const event = toAuditTailEvent(message);
      if (event) {
        pending.push(event);
      }
    },
    onError: error => {
      if (error.type === 'max-buffer-size-exceeded') {
        throw error;
      }
    },
  });
  const reader = options.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      options.onActivity();
      parser.feed(decoder.decode(value, { stream: true }));
      yield* pending.splice(0);
    }
  } finally {
    // Not awaited: a source that never settles its cancellation must not hold up the reader.
    reader.cancel().catch(() => {});
  }
}
