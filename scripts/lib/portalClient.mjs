import { setTimeout as sleep } from 'node:timers/promises';

const TASK_WITHIN_MS = 180_000;
const TAIL_WITHIN_MS = 60_000;

/** The portal's HTTP API as a script uses it, signed in as guest. */
export class PortalClient {
  #url;
  #headers;

  constructor(url, token) {
    this.#url = url;
    this.#headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    };
  }

  static async signIn(url) {
    const answer = await fetch(`${url}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`guest sign-in: ${answer.status}`);
    const { backstageIdentity } = await answer.json();
    return new PortalClient(url, backstageIdentity.token);
  }

  async #json(path, init = {}) {
    const answer = await fetch(this.#url + path, {
      signal: AbortSignal.timeout(30_000),
      ...init,
      headers: this.#headers,
    });
    if (!answer.ok)
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Whether the catalog has read the template yet. */
  async hasTemplate() {
    const path = '/api/catalog/entities/by-name/template/default/vault-on-eks';
    const answer = await fetch(this.#url + path, {
      headers: this.#headers,
      signal: AbortSignal.timeout(10_000),
    });
    await answer.body?.cancel();
    return answer.ok;
  }

  /** Runs the template to its end and answers the entity of the new Vault. */
  async deploy(values) {
    const { id } = await this.#json('/api/scaffolder/v2/tasks', {
      method: 'POST',
      body: JSON.stringify({
        templateRef: 'template:default/vault-on-eks',
        values: {
          owner: 'group:default/platform-team',
          approval: 'deploy',
          ...values,
        },
      }),
    });
    const deadline = Date.now() + TASK_WITHIN_MS;
    while (Date.now() < deadline) {
      const task = await this.#json(`/api/scaffolder/v2/tasks/${id}`);
      if (task.status === 'completed') return this.#entityOf(id);
      if (task.status === 'failed') throw new Error(`task ${id} failed`);
      await sleep(300);
    }
    throw new Error(`task ${id} did not end within ${TASK_WITHIN_MS / 1000} s`);
  }

  async #entityOf(taskId) {
    const events = await this.#json(
      `/api/scaffolder/v2/tasks/${taskId}/events`,
    );
    const { output } = events.find(event => event.type === 'completion').body;
    return output.links.find(link => link.entityRef).entityRef;
  }

  /** Opens the audit tail and reads until this many lines came. */
  async readAuditLines(entityRef, count, controller) {
    const query = new URLSearchParams({ entityRef, history: '100' });
    const answer = await fetch(`${this.#url}/api/vault-eks/v1/audit?${query}`, {
      headers: this.#headers,
      signal: AbortSignal.any([
        controller.signal,
        AbortSignal.timeout(TAIL_WITHIN_MS),
      ]),
    });
    if (!answer.ok) throw new Error(`audit tail: ${answer.status}`);
    let seen = 0;
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      const text = decoder.decode(chunk, { stream: true });
      seen += text.match(/^event: ?line$/gm)?.length ?? 0;
      if (seen >= count) return;
    }
  }
}
