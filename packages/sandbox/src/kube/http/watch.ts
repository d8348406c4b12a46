import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KubeObject } from '../../kubelet/PodHost';
import { expired } from '../api/ApiError';
import { apiVersionOf } from '../api/resources';
import type { ObjectTable, TableEvent } from '../store/ObjectTable';
import { representationOf, represent } from './representation';
import { isOn, ResourceRequest } from './RequestInfo';
import { selectionOf } from './read';

const BOOKMARK_INTERVAL_MS = 60_000;
const LONGEST_SECONDS = 3600;

class WatchStream {
  private readonly selects: (object: KubeObject) => boolean;
  private readonly as;

  constructor(
    private readonly table: ObjectTable,
    private readonly info: ResourceRequest,
    request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.selects = selectionOf(info);
    this.as = representationOf(request);
  }

  start(): void {
    const { response, table, info } = this;
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
    response.flushHeaders();
    const from = Number(info.query.get('resourceVersion') ?? 0);
    if (from > 0 && from < table.oldestRevision) {
      const refusal = expired(from, table.oldestRevision);
      this.write('ERROR', refusal.toStatus());
      response.end();
      return;
    }
    const unsubscribe = table.subscribe(event => this.forward(event));
    if (from === 0 || isOn(info.query, 'sendInitialEvents')) {
      this.sendPresent();
    } else {
      table.changesSince(from).forEach(event => this.forward(event));
    }
    const timers = [
      setInterval(() => this.bookmark(), BOOKMARK_INTERVAL_MS),
      setTimeout(() => response.end(), this.lifetimeMs()),
    ];
    response.on('close', () => {
      unsubscribe();
      timers.forEach(timer => clearTimeout(timer));
    });
  }

  private lifetimeMs(): number {
    const wanted = Number(this.info.query.get('timeoutSeconds') ?? 0);
    return (wanted > 0 ? wanted : LONGEST_SECONDS) * 1000;
  }

  private sendPresent(): void {
    const { table, info } = this;
    table
      .list(info.type, info.namespace)
      .filter(this.selects)
      .forEach(object => this.send('ADDED', object));
    if (isOn(info.query, 'sendInitialEvents')) {
      this.bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
  }

  /** A change may also move an object into or out of the selection. */
  private forward({ resource, type, object, previous }: TableEvent): void {
    const { info } = this;
    if (resource !== info.type) return;
    if (info.namespace && object.metadata.namespace !== info.namespace) return;
    const before = previous !== undefined && this.selects(previous);
    const now = type !== 'DELETED' && this.selects(object);
    if (now) this.send(before ? 'MODIFIED' : 'ADDED', object);
    else if (before) this.send('DELETED', object);
  }

  private send(type: string, object: KubeObject): void {
    const includeObject = this.info.query.get('includeObject') ?? undefined;
    const form = { as: this.as, includeObject };
    this.write(type, represent(this.info.type, object, form));
  }

  private bookmark(annotations?: Readonly<Record<string, string>>): void {
    if (!isOn(this.info.query, 'allowWatchBookmarks')) return;
    this.write('BOOKMARK', {
      kind: this.as === 'table' ? 'Table' : this.info.type.kind,
      apiVersion:
        this.as === 'table' ? 'meta.k8s.io/v1' : apiVersionOf(this.info.type),
      ...(this.as === 'table' ? { columnDefinitions: null, rows: [] } : {}),
      metadata: {
        resourceVersion: String(this.table.revision),
        ...(annotations ? { annotations } : {}),
      },
    });
  }

  private write(type: string, object: unknown): void {
    this.response.write(`${JSON.stringify({ type, object })}\n`);
  }
}

/** Answers a watch: one JSON line for each change until the client goes or the time is up. */
export function watchObjects(
  table: ObjectTable,
  info: ResourceRequest,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const stream = new WatchStream(table, info, request, response);
  stream.start();
}
