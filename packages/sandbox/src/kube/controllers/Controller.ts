import type { KubeObject } from '../../kubelet/PodHost';
import type { Registry } from '../store/Registry';
import type { TableEvent } from '../store/ObjectTable';

/** What every controller works with. */
export interface ControllerContext {
  readonly store: Registry;
  /** How long something that takes time in a real cluster takes here. */
  readonly pace: (milliseconds: number) => number;
  /** Makes a pod as the named controller of the cluster, past the webhooks that want to see it made. */
  readonly createPod: (pod: KubeObject, controller: string) => Promise<void>;
}

/** A control loop: names what must be looked at again, and looks. */
export interface Controller {
  /** Keys to look at again after this change. */
  keysOf(event: TableEvent): readonly string[];
  /** Keys to look at when the cluster starts. */
  initialKeys(): readonly string[];
  /** Brings the world a step nearer to what the object wants. Answers when to look again, if nothing will change. */
  reconcile(key: string): Promise<number | void> | number | void;
}

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;

/** Runs one controller until it is stopped; each key by itself, one at a time. */
export class ControllerRunner {
  private readonly queued = new Map<string, NodeJS.Timeout>();
  private readonly running = new Set<string>();
  private readonly again = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly unsubscribe: () => void;
  private stopped = false;

  constructor(store: Registry, private readonly controller: Controller) {
    this.unsubscribe = store.table.subscribe(event =>
      controller.keysOf(event).forEach(key => this.add(key)),
    );
    controller.initialKeys().forEach(key => this.add(key));
  }

  stop(): void {
    this.stopped = true;
    this.unsubscribe();
    for (const timer of this.queued.values()) clearTimeout(timer);
  }

  private add(key: string, delay = 0): void {
    if (this.stopped) return;
    if (this.running.has(key)) {
      this.again.add(key);
      return;
    }
    const waiting = this.queued.get(key);
    if (waiting && delay > 0) return;
    clearTimeout(waiting);
    this.queued.set(
      key,
      setTimeout(() => void this.run(key), delay),
    );
  }

  private async run(key: string): Promise<void> {
    this.queued.delete(key);
    this.running.add(key);
    const next = await this.attempt(key);
    this.running.delete(key);
    if (this.again.delete(key)) this.add(key);
    else if (next !== undefined) this.add(key, next);
  }

  private async attempt(key: string): Promise<number | undefined> {
    try {
      const next = await this.controller.reconcile(key);
      this.failures.delete(key);
      return next ?? undefined;
    } catch {
      // As in a real cluster, a refused write is tried again later; what it says is in the object's events.
      const failures = (this.failures.get(key) ?? 0) + 1;
      this.failures.set(key, failures);
      return Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    }
  }
}
