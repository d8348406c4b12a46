import { closeSync, fchmodSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a device's lines go. */
export interface AuditSink {
  write(line: string): void;
  /** Opens its file anew, so that a renamed one stays behind: how audit logs are rotated. */
  reload(): void;
  close(): void;
}

/** An audit file. It is opened with the first line, as Vault does when it becomes active. */
export class FileSink implements AuditSink {
  private descriptor: number | undefined;

  /** @param isFull - whether the volume that the file is on has no space left */
  constructor(
    private readonly path: string,
    private readonly mode: number,
    private readonly isFull: () => boolean = () => false,
  ) {}

  write(line: string): void {
    this.descriptor ??= this.open();
    if (this.isFull()) throw new Error('no space left on device');
    writeSync(this.descriptor, `${line}\n`);
  }

  reload(): void {
    this.close();
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private open(): number {
    mkdirSync(dirname(this.path), { recursive: true });
    const descriptor = openSync(this.path, 'a', this.mode);
    fchmodSync(descriptor, this.mode);
    return descriptor;
  }
}

/** The server's own output. */
export function stdoutSink(stdout: (line: string) => void): AuditSink {
  return { write: stdout, reload: () => undefined, close: () => undefined };
}
