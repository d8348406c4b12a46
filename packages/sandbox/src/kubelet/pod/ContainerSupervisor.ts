import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  at,
  JsonObject,
  numberOf,
  objectOf,
  stringsOf,
  textOf,
} from '../../kube/api/json';
import { timestamp } from '../../kube/api/objects';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerStart,
  RunningContainer,
} from '../ContainerRuntime';
import { LogBuffer } from '../logs/LogBuffer';
import type { KubeletTiming } from '../timing';
import type { NoteEvent } from './ContainerEvents';
import { NotConfigurable } from './environment';
import { runProbe } from './probes';

type State =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: JsonObject };

/** What a supervisor needs of its surroundings. */
export interface SupervisorOptions {
  readonly container: JsonObject;
  readonly runtime: ContainerRuntime;
  readonly timing: KubeletTiming;
  /** `Always`, `OnFailure` or `Never`. */
  readonly restartPolicy: string;
  readonly earlierRestarts: number;
  /** The pod as the kubelet writes it: name, namespace and uid. */
  readonly podLabel: string;
  /** What has to end well before this container starts: the init containers before it. */
  readonly after?: Promise<void>;
  /** Resolves volumes and environment anew for each start; `undefined` values wait. */
  start(log: (line: string) => void): Promise<ContainerStart>;
  /** Why the image cannot be pulled, if it cannot. */
  pull?(): string | undefined;
  changed(): void;
  readonly note: NoteEvent;
}

/** Keeps one container running: starts, probes, restarts with a growing back-off. */
export class ContainerSupervisor {
  current = new LogBuffer();
  previous: LogBuffer | undefined;
  running: RunningContainer | undefined;
  ready = false;
  private state: State = { waiting: { reason: 'ContainerCreating' } };
  private lastState: State | undefined;
  private restarts: number;
  private id = '';
  private holdMs: number | undefined;
  private readonly stopped = new AbortController();
  private readonly done: Promise<void>;
  /** Resolves when it ended well and will not be started again; never otherwise. */
  readonly succeeded: Promise<void>;

  constructor(private readonly options: SupervisorOptions) {
    this.restarts = options.earlierRestarts;
    if (options.after) this.state = { waiting: { reason: 'PodInitializing' } };
    this.done = this.run();
    this.succeeded = this.done.then(() =>
      this.finished === 0 ? undefined : new Promise<void>(() => {}),
    );
  }

  get name(): string {
    return textOf(this.options.container.name) ?? '';
  }

  /** Whether it ended and will not be started again, and how. */
  get finished(): number | undefined {
    return 'terminated' in this.state &&
      !this.wantsRestart(this.state.terminated)
      ? numberOf(this.state.terminated.exitCode)
      : undefined;
  }

  /** Ends the process; it is started again only after the hold. */
  kill(signal: 'TERM' | 'KILL', holdMs?: number): boolean {
    if (!this.running) return false;
    this.holdMs = holdMs;
    this.running.kill(signal);
    return true;
  }

  /** Ends the container for good: politely, and by force after the grace period. */
  async stop(graceMs: number): Promise<void> {
    this.stopped.abort();
    const { running } = this;
    if (running) {
      this.options.note('Normal', 'Killing', `Stopping container ${this.name}`);
      const timer = setTimeout(() => running.kill('KILL'), graceMs);
      await this.preStop(running, graceMs);
      running.kill('TERM');
      await running.exited;
      clearTimeout(timer);
    }
    await this.done;
  }

  /** Runs the container's own good-bye, for as long as the grace period lasts. */
  private async preStop(
    running: RunningContainer,
    graceMs: number,
  ): Promise<void> {
    const { container, timing } = this.options;
    const command = stringsOf(
      at(container, 'lifecycle', 'preStop', 'exec', 'command'),
    );
    if (command.length === 0 || !timing.preStop) return;
    const nowhere = new PassThrough().resume();
    const streams = { stdout: nowhere, stderr: nowhere };
    const signal = AbortSignal.timeout(graceMs);
    await Promise.race([
      running.exited,
      running.exec(command, streams, signal).catch(() => undefined),
    ]);
  }

  status(): JsonObject {
    const image = textOf(this.options.container.image) ?? '';
    return {
      name: this.name,
      image,
      imageID: `${image}@sandbox`,
      containerID: this.id,
      ready: this.ready,
      started: this.running !== undefined,
      restartCount: this.restarts,
      state: this.state,
      lastState: this.lastState ?? {},
    };
  }

  private wantsRestart(terminated: JsonObject): boolean {
    const { restartPolicy } = this.options;
    return (
      restartPolicy === 'Always' ||
      (restartPolicy === 'OnFailure' && terminated.exitCode !== 0)
    );
  }

  private async run(): Promise<void> {
    const { timing } = this.options;
    const { signal } = this.stopped;
    let failures = 0;
    if (this.options.after) {
      const stopped = once(signal, 'abort');
      await Promise.race([this.options.after, stopped]);
    }
    await sleep(timing.startMs, undefined, { signal }).catch(() => {});
    while (!signal.aborted) {
      const startedAt = Date.now();
      const exit = await this.runOnce();
      if (!exit) continue;
      const terminated = this.noteExit(exit, startedAt);
      if (signal.aborted || !this.wantsRestart(terminated)) return;
      failures = Date.now() - startedAt > 600_000 ? 0 : failures + 1;
      await this.backOff(failures);
      this.restarts += 1;
    }
  }

  private async runOnce(): Promise<ContainerExit | undefined> {
    const { signal } = this.stopped;
    const log = new LogBuffer();
    let start: ContainerStart;
    try {
      start = await this.options.start(line => log.append(line));
    } catch (error) {
      this.becomeUnstartable(error);
      await sleep(300, undefined, { signal }).catch(() => {});
      return undefined;
    }
    if (signal.aborted) return undefined;
    const unpullable = this.options.pull?.();
    if (unpullable !== undefined) {
      await this.backOffPull(unpullable);
      return undefined;
    }
    const { note, container } = this.options;
    note(
      'Normal',
      'Pulled',
      `Container image "${textOf(
        container.image,
      )}" already present on machine and can be accessed by the pod`,
    );
    if (this.restarts > this.options.earlierRestarts)
      this.previous = this.current;
    this.current = log;
    this.id = `containerd://${randomBytes(32).toString('hex')}`;
    note('Normal', 'Created', 'Container created');
    try {
      this.running = await this.options.runtime.start(start);
    } catch (error) {
      log.append(error instanceof Error ? error.message : String(error));
      log.end();
      return { exitCode: 1, reason: 'Error' };
    }
    note('Normal', 'Started', 'Container started');
    this.become({ running: { startedAt: timestamp() } });
    const ended = new AbortController();
    const probing = this.probe(start, ended.signal);
    if (signal.aborted) this.running.kill('TERM');
    const exit = await this.running.exited;
    ended.abort();
    await probing;
    log.end();
    return exit;
  }

  /** What is missing may still come: the kubelet tries again and again. */
  private becomeUnstartable(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof NotConfigurable) {
      this.options.note('Warning', 'Failed', `Error: ${message}`);
      this.become({
        waiting: { reason: 'CreateContainerConfigError', message },
      });
      return;
    }
    // Its state says nothing of why: that is told by the event alone.
    this.options.note('Warning', 'FailedMount', message);
    this.become({ waiting: { reason: 'ContainerCreating' } });
  }

  private async backOffPull(message: string): Promise<void> {
    const { timing, container } = this.options;
    const { signal } = this.stopped;
    this.become({ waiting: { reason: 'ErrImagePull', message } });
    await sleep(100, undefined, { signal }).catch(() => {});
    const backOff = `Back-off pulling image "${textOf(container.image)}"`;
    this.options.note('Normal', 'BackOff', backOff);
    this.become({
      waiting: {
        reason: 'ImagePullBackOff',
        message: `${backOff}: ErrImagePull: ${message}`,
      },
    });
    await sleep(timing.backOffMs, undefined, { signal }).catch(() => {});
  }

  private noteExit(exit: ContainerExit, startedAt: number): JsonObject {
    const terminated: JsonObject = {
      ...exit,
      startedAt: timestamp(new Date(startedAt)),
      finishedAt: timestamp(),
      containerID: this.id,
    };
    this.running = undefined;
    this.ready = false;
    this.lastState = { terminated };
    this.become({ terminated });
    return terminated;
  }

  private async backOff(failures: number): Promise<void> {
    const { timing } = this.options;
    const { signal } = this.stopped;
    const grown = Math.min(
      timing.backOffMs * 2 ** (failures - 2),
      timing.maxBackOffMs,
    );
    const wait = this.holdMs ?? (failures === 1 ? timing.restartMs : grown);
    this.holdMs = undefined;
    if (failures > 1) {
      const message = `back-off ${Math.round(
        wait / 1000,
      )}s restarting failed container=${this.name} pod=${
        this.options.podLabel
      }`;
      this.options.note(
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${this.name} in pod ${this.options.podLabel}`,
      );
      this.become({ waiting: { reason: 'CrashLoopBackOff', message } });
    }
    await sleep(wait, undefined, { signal }).catch(() => {});
  }

  private async probe(
    start: ContainerStart,
    signal: AbortSignal,
  ): Promise<void> {
    const { container, timing } = this.options;
    const probe = objectOf(container.readinessProbe);
    const { running } = this;
    if (!running) return;
    if (!container.readinessProbe) {
      this.become(this.state, true);
      return;
    }
    const scaled = (seconds: unknown, fallback: number) =>
      Math.max(
        this.options.runtime.probesAtMostEveryMs ?? 100,
        (numberOf(seconds) ?? fallback) * 1000 * timing.probeScale,
      );
    const target = {
      running,
      network: start.network,
      podIp: start.podIp,
      container,
    };
    let failed = 0;
    await sleep(scaled(probe.initialDelaySeconds, 0), undefined, {
      signal,
    }).catch(() => {});
    while (!signal.aborted) {
      const failure = await runProbe(probe, target);
      failed = failure === undefined ? 0 : failed + 1;
      if (signal.aborted) return;
      if (failure === undefined) {
        this.become(this.state, true);
      } else {
        const said = `Readiness probe failed: ${failure}`;
        this.options.note('Warning', 'Unhealthy', said);
      }
      if (failed >= (numberOf(probe.failureThreshold) ?? 3))
        this.become(this.state, false);
      await sleep(scaled(probe.periodSeconds, 10), undefined, { signal }).catch(
        () => {},
      );
    }
  }

  private become(state: State, ready = this.ready): void {
    if (state === this.state && ready === this.ready) return;
    this.state = state;
    this.ready = ready;
    this.options.changed();
  }
}
