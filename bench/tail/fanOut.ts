import diagnostics from 'node:diagnostics_channel';
import type { Harness } from '@vault-eks/e2e';

/** What viewers who come together cost. */
export interface FanOut {
  /** Log streams that were opened for all of them. */
  readonly streams: number;
  /** Lines that reached any of them, a second. */
  readonly rate: number;
}

const isRequest = (
  message: unknown,
): message is { readonly request: { readonly path: string } } =>
  typeof message === 'object' &&
  message !== null &&
  'request' in message &&
  typeof message.request === 'object' &&
  message.request !== null &&
  'path' in message.request &&
  typeof message.request.path === 'string';

async function view(harness: Harness, lines: number, signal: AbortSignal) {
  let left = lines;
  for await (const event of harness.vaultEks.tailAudit(
    harness.ref(harness.spec()),
    { signal, history: 0 },
  )) {
    if (event.kind === 'line') {
      left -= 1;
    }
    if (left === 0) {
      return;
    }
  }
}

/** So many viewers of one Vault, until each has so many lines. */
export async function fanOut(
  harness: Harness,
  wanted: { readonly viewers: number; readonly lines: number },
): Promise<FanOut> {
  const { viewers, lines } = wanted;
  const stop = new AbortController();
  let streams = 0;
  const count = (message: unknown) => {
    if (
      isRequest(message) &&
      /\/log\?.*follow=true/.test(message.request.path)
    ) {
      streams += 1;
    }
  };
  diagnostics.subscribe('undici:request:create', count);
  const started = performance.now();
  try {
    await Promise.all(
      Array.from({ length: viewers }, () => view(harness, lines, stop.signal)),
    );
  } finally {
    stop.abort();
    diagnostics.unsubscribe('undici:request:create', count);
  }
  const seconds = (performance.now() - started) / 1000;
  return { streams, rate: (viewers * lines) / seconds };
}
