import type { LocalIdentity } from '../auth/kubernetes/TokenReviewer';
import type { ServerLog } from '../core/ServerLog';
import { sleep } from '../util/time';
import type { kubeRequester } from './kubeRequest';

const RETRY_MS = 5_000;

/** What the labels say. */
export interface RegisteredState {
  readonly active: boolean;
  readonly sealed: boolean;
  readonly initialized: boolean;
}

/** `service_registration "kubernetes"`: the node labels its own pod, so that Services can select by state. */
export class KubernetesRegistration {
  private wanted: string | undefined;
  private working = false;

  constructor(
    private readonly options: {
      readonly namespace: string;
      readonly pod: string;
      readonly host: string;
      readonly version: string;
      readonly account: LocalIdentity;
      readonly request: ReturnType<typeof kubeRequester>;
      readonly log: ServerLog;
      readonly signal: AbortSignal;
    },
  ) {}

  announce(state: RegisteredState): void {
    this.wanted = JSON.stringify({
      'vault-active': String(state.active),
      'vault-initialized': String(state.initialized),
      'vault-perf-standby': 'false',
      'vault-sealed': String(state.sealed),
      'vault-version': this.options.version,
    });
    if (!this.working) this.work();
  }

  /** Writes the latest state until the API server has taken it. */
  private async work(): Promise<void> {
    const { signal, log } = this.options;
    this.working = true;
    let written: string | undefined;
    while (this.wanted !== written && !signal.aborted) {
      const labels = this.wanted ?? '{}';
      try {
        await this.patch(JSON.parse(labels));
        written = labels;
      } catch (error) {
        log
          .named('service_registration.kubernetes')
          .warn('unable to update state', {
            error: error instanceof Error ? error.message : String(error),
          });
        await sleep(RETRY_MS, signal);
      }
    }
    this.working = false;
  }

  private async patch(labels: Record<string, string>): Promise<void> {
    const { namespace, pod, host, account, request } = this.options;
    const token = account.token();
    if (!token) throw new Error('no service account is mounted');
    const { status, body } = await request({
      host,
      method: 'PATCH',
      path: `/api/v1/namespaces/${namespace}/pods/${pod}`,
      token,
      caPem: account.caPem(),
      contentType: 'application/json-patch+json',
      body: Object.entries(labels).map(([name, value]) => ({
        op: 'add',
        path: `/metadata/labels/${name}`,
        value,
      })),
    });
    if (status >= 300) {
      throw new Error(
        `bad status code ${status}: ${String(body.message ?? '')}`,
      );
    }
  }
}
