import { PassThrough, Readable } from 'node:stream';
import type { PodLogRequest } from '../../../connections/kubernetes';

/** Pods that write to logs and serve them as the kubelet does. */
export class PodLogs {
  readonly written = new Map<string, { at: number; text: string }[]>();
  readonly followers = new Map<string, Set<PassThrough>>();
  opened = 0;

  write(pod: string, id: string, time = new Date()) {
    const line = {
      time: time.toISOString(),
      type: 'request',
      request: { id, operation: 'read', path: `kv/${id}` },
    };
    this.writeText(pod, JSON.stringify(line), time);
  }

  writeText(pod: string, line: string, time = new Date()) {
    const text = `${line}\n`;
    const lines = this.written.get(pod) ?? [];
    lines.push({ at: time.getTime(), text });
    this.written.set(pod, lines);
    this.followers.get(pod)?.forEach(f => f.write(text));
  }

  cut(pod: string) {
    this.followers.get(pod)?.forEach(f => f.end());
    this.followers.delete(pod);
  }

  serve = async (
    { pod, follow, tailLines, sinceTime }: PodLogRequest,
    { signal }: { signal: AbortSignal },
  ): Promise<Readable> => {
    const since = Math.floor((sinceTime?.getTime() ?? 0) / 1000) * 1000;
    const lines = (this.written.get(pod) ?? [])
      .filter(line => line.at >= since)
      .slice(-(tailLines ?? Infinity));
    const log = new PassThrough();
    lines.forEach(({ text }) => log.write(text));
    if (!follow) {
      log.end();
      return log;
    }
    this.opened++;
    const followers = this.followers.get(pod) ?? new Set();
    this.followers.set(pod, followers.add(log));
    signal.addEventListener('abort', () => log.destroy(signal.reason));
    return log;
  };
}
