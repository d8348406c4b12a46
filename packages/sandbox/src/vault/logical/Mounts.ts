import { randomUUID } from 'node:crypto';
import type { Barrier } from '../barrier/Barrier';
import type { BarrierView } from '../barrier/BarrierView';
import { randomHex } from '../util/random';
import type { Backend } from './Backend';
import { ErrorResponse } from './errors';

/** A row of the mount table. */
export interface MountEntry {
  /** With its slash: `kv/`, `auth/kubernetes/`. */
  readonly path: string;
  readonly type: string;
  readonly class: 'secret' | 'auth';
  readonly uuid: string;
  readonly accessor: string;
  description: string;
  readonly options: Readonly<Record<string, string>> | null;
  readonly local: boolean;
  readonly sealWrap: boolean;
  config: MountConfig;
}

export interface MountConfig {
  default_lease_ttl: number;
  max_lease_ttl: number;
  force_no_cache: boolean;
  token_type?: string;
  passthrough_request_headers?: readonly string[];
}

/** A mount that answers requests. */
export interface Mount {
  readonly entry: MountEntry;
  readonly backend: Backend;
}

/** Makes the backend of a mount on its part of the barrier. */
export type BackendFactory = (entry: MountEntry, view: BarrierView) => Backend;

const TABLE = 'core/mounts';

/** Everything that is mounted, secrets engines and auth methods alike. */
export class Mounts {
  private readonly mounts = new Map<string, Mount>();

  constructor(
    private readonly barrier: Barrier,
    private readonly factories: ReadonlyMap<string, BackendFactory>,
  ) {}

  /** Loads the table. `undefined` in storage means a new Vault. */
  async load(defaults: readonly MountEntry[]): Promise<MountEntry[]> {
    const stored = await this.barrier.get<MountEntry[]>(TABLE);
    for (const entry of stored ?? defaults) this.start(entry);
    if (!stored) await this.save();
    return this.list();
  }

  list(kind?: MountEntry['class']): MountEntry[] {
    return [...this.mounts.values()]
      .map(mount => mount.entry)
      .filter(entry => !kind || entry.class === kind);
  }

  get(path: string): MountEntry | undefined {
    return this.mounts.get(path)?.entry;
  }

  knows(type: string): boolean {
    return this.factories.has(type);
  }

  /** The mount that a request's path lies under. */
  find(path: string): Mount | undefined {
    return [...this.mounts.values()]
      .filter(({ entry }) => `${path}/`.startsWith(entry.path))
      .sort((a, b) => b.entry.path.length - a.entry.path.length)[0];
  }

  async add(entry: MountEntry): Promise<void> {
    this.start(entry);
    await this.save();
  }

  async remove(path: string): Promise<void> {
    const mount = this.mounts.get(path);
    if (!mount) return;
    this.mounts.delete(path);
    await this.save();
    await this.viewOf(mount.entry).clear();
  }

  save(): Promise<void> {
    return this.barrier.put(TABLE, this.list());
  }

  private start(entry: MountEntry): void {
    const factory = this.factories.get(entry.type);
    if (!factory) {
      throw new ErrorResponse(`plugin not found in the catalog: ${entry.type}`);
    }
    const backend = factory(entry, this.viewOf(entry));
    this.mounts.set(entry.path, { entry, backend });
  }

  private viewOf(entry: MountEntry): BarrierView {
    const root = entry.class === 'auth' ? 'auth' : 'logical';
    return this.barrier.view(`${root}/${entry.uuid}/`);
  }
}

/** A new row of the mount table. */
export function mountEntry(
  options: Pick<MountEntry, 'path' | 'type' | 'class'> & Partial<MountEntry>,
): MountEntry {
  const prefix = options.class === 'auth' ? 'auth_' : '';
  return {
    path: options.path,
    type: options.type,
    class: options.class,
    uuid: randomUUID(),
    accessor: `${prefix}${options.type}_${randomHex(4)}`,
    description: options.description ?? '',
    options: options.options ?? null,
    local: options.local ?? false,
    sealWrap: options.sealWrap ?? false,
    config: {
      default_lease_ttl: 0,
      force_no_cache: false,
      max_lease_ttl: 0,
      ...options.config,
    },
  };
}

/** The version that Vault names for a built-in backend. */
export function runningVersion(type: string, vaultVersion: string): string {
  const separate: Readonly<Record<string, string>> = {
    kv: 'v0.25.0+builtin',
    kubernetes: 'v0.23.1+builtin',
  };
  return separate[type] ?? `v${vaultVersion}+builtin.vault`;
}
