import { timeLimit } from '@vault-eks/backstage-plugin-vault-eks-node';
import { until } from '../until';

/** One answer of the portal, as it came over the wire. */
export interface SeenAnswer {
  readonly request: string;
  readonly status: number;
  readonly body: string;
}

/** What a task of the scaffolder shows at its end. */
export interface TaskOutput {
  readonly text?: readonly {
    readonly title: string;
    readonly content: string;
  }[];
  readonly links?: readonly { readonly entityRef?: string }[];
}

/** How a task of the scaffolder ended. */
export interface EndedTask {
  readonly id: string;
  readonly status: string;
  /** Every line that it logged. */
  readonly log: string;
  readonly output: TaskOutput;
  /** Why it failed. */
  readonly error?: string;
}

interface TaskEvent {
  readonly type: string;
  readonly body: {
    readonly message: string;
    readonly output?: TaskOutput;
    readonly error?: { readonly message: string };
  };
}

const ANSWER_MS = 30_000;
const TASK_MS = 180_000;

/** The portal's HTTP API as a script uses it, signed in as guest; remembers every answer. */
export class PortalApi {
  readonly seen: SeenAnswer[] = [];
  readonly url: string;
  #token = '';

  private constructor(url: string) {
    this.url = url;
  }

  static async signIn(url: string): Promise<PortalApi> {
    const api = new PortalApi(url);
    const { backstageIdentity } = await api.json<{
      backstageIdentity: { token: string };
    }>('POST', '/api/auth/guest/refresh');
    api.#token = backstageIdentity.token;
    return api;
  }

  /** Asks, whatever the answer is. */
  async ask(method: string, path: string, body?: object): Promise<SeenAnswer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: this.#headers(),
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const seen = {
      request: `${method} ${path}`,
      status: answer.status,
      body: await answer.text(),
    };
    this.seen.push(seen);
    return seen;
  }

  /** Asks for JSON, and throws what the portal says when it refuses. */
  async json<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${answer.request}: ${answer.status} ${answer.body}`);
    }
    return JSON.parse(answer.body);
  }

  /** Reads a stream of server-sent events until enough has come. */
  async stream(path: string, enough: (text: string) => boolean) {
    const stop = new AbortController();
    const answer = await fetch(this.url + path, {
      headers: this.#headers(),
      signal: timeLimit(ANSWER_MS, stop.signal),
    });
    const decoder = new TextDecoder();
    let body = '';
    for await (const chunk of answer.body ?? []) {
      body += decoder.decode(chunk, { stream: true });
      if (enough(body)) {
        break;
      }
    }
    stop.abort();
    this.seen.push({ request: `GET ${path}`, status: answer.status, body });
    return body;
  }

  /** Runs a template of the catalog to its end. */
  async runTemplate(templateRef: string, values: object): Promise<EndedTask> {
    await this.untilInCatalog(templateRef);
    const { id } = await this.json<{ id: string }>(
      'POST',
      '/api/scaffolder/v2/tasks',
      { templateRef, values },
    );
    const { status } = await until(
      `the end of task ${id}`,
      async () => {
        const task = await this.json<{ status: string }>(
          'GET',
          `/api/scaffolder/v2/tasks/${id}`,
        );
        return ['completed', 'failed', 'cancelled'].includes(task.status)
          ? task
          : undefined;
      },
      TASK_MS,
    );
    const events = await this.json<TaskEvent[]>(
      'GET',
      `/api/scaffolder/v2/tasks/${id}/events`,
    );
    const end = events.find(event => event.type === 'completion');
    return {
      id,
      status,
      log: events.map(event => event.body.message).join('\n'),
      output: end?.body.output ?? {},
      error: end?.body.error?.message,
    };
  }

  /** Waits until the catalog knows the entity. */
  async untilInCatalog(entityRef: string): Promise<SeenAnswer> {
    const [, kind, namespace, name] = /^(.+):(.+)\/(.+)$/.exec(entityRef) ?? [];
    return until(
      `${entityRef} in the catalog`,
      async () => {
        const answer = await this.ask(
          'GET',
          `/api/catalog/entities/by-name/${kind}/${namespace}/${name}`,
        );
        return answer.status === 200 ? answer : undefined;
      },
      30_000,
    );
  }

  #headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      'x-requested-with': 'XMLHttpRequest',
      ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
    };
  }
}
