/** What is used of a library that brings no types. */
declare module 'spdy-transport' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  interface SendWindow {
    update(delta: number): void;
  }

  interface SpdyStream extends Duplex {
    readonly headers: Readonly<Record<string, string>>;
    respond(status: number, headers: object, done?: () => void): void;
    readonly _spdyState: { readonly window: { readonly send: SendWindow } };
  }

  type HeaderCallback = (
    error: Error | null,
    headers?: Record<string, string>,
  ) => void;

  interface SpdyConnection extends EventEmitter {
    start(version: number): void;
    on(event: 'stream', listener: (stream: SpdyStream) => void): this;
    on(event: 'error' | 'close', listener: (error?: Error) => void): this;
    readonly _spdyState: {
      readonly window: { readonly send: SendWindow };
      readonly parser: {
        parseKVs(buffer: unknown, callback: HeaderCallback): void;
      };
    };
  }

  export const connection: {
    create(
      socket: Duplex,
      options: {
        protocol: 'spdy';
        isServer: boolean;
        windowSize?: number;
      },
    ): SpdyConnection;
  };
}
