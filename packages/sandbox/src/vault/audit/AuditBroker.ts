import { randomUUID } from 'node:crypto';
import type { Barrier } from '../barrier/Barrier';
import { invalidRequest, VaultError } from '../logical/errors';
import type { ServerLog } from '../core/ServerLog';
import type { AnsweredEvent, AuditEvent } from './AuditEvent';
import { requestEntry, responseEntry, testEntry } from './entries';
import { FileSink, stdoutSink, type AuditSink } from './FileSink';
import { hmac } from './hash';

/** A device as `sys/audit` lists it. */
export interface AuditDeviceEntry {
  /** With its slash: `file/`. */
  readonly path: string;
  readonly type: string;
  readonly description: string;
  readonly local: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly uuid: string;
}

interface AuditDevice {
  readonly entry: AuditDeviceEntry;
  readonly salt: string;
  readonly sink: AuditSink;
}

const TABLE = 'core/audit';
const DEFAULT_MODE = '0600';

/** Sends each request and each answer to every device. One must take it, or the request is refused. */
export class AuditBroker {
  private readonly devices = new Map<string, AuditDevice>();

  constructor(
    private readonly options: {
      readonly barrier: Barrier;
      readonly log: ServerLog;
      readonly stdout: (line: string) => void;
      /** Finds a file of the container on the machine. */
      readonly resolveFile: (path: string) => string;
      /** Whether the volume of a file, by its place on the machine, has no space left. */
      readonly isFull?: (file: string) => boolean;
    },
  ) {}

  async load(): Promise<void> {
    const table = await this.options.barrier.get<AuditDeviceEntry[]>(TABLE);
    for (const entry of table ?? []) await this.start(entry);
  }

  list(): AuditDeviceEntry[] {
    return [...this.devices.values()].map(device => device.entry);
  }

  async enable(entry: Omit<AuditDeviceEntry, 'uuid'>): Promise<void> {
    const { log } = this.options;
    try {
      if (this.devices.has(entry.path)) {
        throw invalidRequest('path already in use: invalid configuration');
      }
      checkOptions(entry);
      const device = await this.start({ ...entry, uuid: randomUUID() });
      try {
        this.writeTest(device);
      } catch (error) {
        this.devices.delete(entry.path);
        throw error;
      }
      await this.save();
      log.info('enabled audit backend', { path: entry.path, type: entry.type });
    } catch (error) {
      if (error instanceof VaultError) {
        log.error('enable audit mount failed', {
          path: entry.path,
          error: error.message,
        });
      }
      throw error;
    }
  }

  async disable(path: string): Promise<void> {
    const device = this.devices.get(path);
    if (!device) return;
    device.sink.close();
    this.devices.delete(path);
    await this.save();
    // A device of the same name that comes later gets another salt.
    await this.options.barrier.delete(`sys/audit/${device.entry.uuid}/salt`);
    this.options.log.info('disabled audit backend', { path });
  }

  /** The HMAC that a device writes in place of a text. */
  hash(path: string, input: string): string {
    const device = this.devices.get(path);
    if (!device) throw invalidRequest(`unknown audit backend ${path}`);
    return hmac(device.salt, input);
  }

  logRequest(event: AuditEvent): void {
    this.broadcast(device => requestEntry(event, device.salt));
  }

  logResponse(event: AnsweredEvent): void {
    this.broadcast(device => responseEntry(event, device.salt));
  }

  reload(): void {
    for (const device of this.devices.values()) device.sink.reload();
  }

  close(): void {
    for (const device of this.devices.values()) device.sink.close();
  }

  private broadcast(entryFor: (device: AuditDevice) => object): void {
    if (this.devices.size === 0) return;
    let written = 0;
    for (const device of this.devices.values()) {
      try {
        device.sink.write(JSON.stringify(entryFor(device)));
        written += 1;
      } catch (error) {
        this.options.log.named('audit').error('backend failed to log', {
          backend: device.entry.path,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    if (written === 0) throw new VaultError(500, 'internal error');
  }

  private writeTest({ sink }: AuditDevice): void {
    try {
      sink.write(JSON.stringify(testEntry(randomUUID())));
    } catch (error) {
      throw invalidRequest(
        `audit backend failed test message: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  }

  private async start(entry: AuditDeviceEntry): Promise<AuditDevice> {
    const { barrier, stdout, resolveFile, isFull } = this.options;
    const saltPath = `sys/audit/${entry.uuid}/salt`;
    let salt = await barrier.get<string>(saltPath);
    if (!salt) {
      salt = randomUUID();
      await barrier.put(saltPath, salt);
    }
    const file = entry.options.file_path ?? '';
    const mode = Number.parseInt(entry.options.mode ?? DEFAULT_MODE, 8);
    const sink =
      file === 'stdout'
        ? stdoutSink(stdout)
        : new FileSink(resolveFile(file), mode, () =>
            Boolean(isFull?.(resolveFile(file))),
          );
    const device = { entry, salt, sink };
    this.devices.set(entry.path, device);
    return device;
  }

  private save(): Promise<void> {
    return this.options.barrier.put(TABLE, this.list());
  }
}

function checkOptions({ type, options }: Omit<AuditDeviceEntry, 'uuid'>): void {
  if (type !== 'file') {
    throw invalidRequest(
      `unknown backend type: "${type}": invalid configuration`,
    );
  }
  if (!options.file_path) {
    throw invalidRequest(
      'unable to create new audit backend: file_path is required',
    );
  }
  if (options.prefix) {
    throw invalidRequest(
      'audit prefixing is not enabled in configuration, audit prefixing may not be configured for file sinks',
    );
  }
  // eslint-disable-next-line no-bitwise
  if (options.mode && (Number.parseInt(options.mode, 8) & 0o111) !== 0) {
    throw invalidRequest(
      `unable to create new audit backend: file mode may not be executable: ${options.mode}`,
    );
  }
}
