import { ResponseError } from '@backstage/errors';
import type { AuditFilter, AuditTailEvent } from '../audit/AuditLine';
import type { StatusTransitions } from '../status/StatusTransition';
import type { VaultClusterStatus } from '../status/VaultClusterStatus';
import { askPortal } from './askPortal';
import { Deadline } from './Deadline';
import { readAuditEvents } from './readAuditEvents';
import {
  VAULT_EKS_ROUTES,
  type AuditTailRequest,
  type ClusterRegistration,
  type FleetCluster,
  type RegisteredCluster,
  type TransitionsRequest,
  type VaultEksApi,
} from './VaultEksApi';

/** What the client needs of its surroundings; Backstage's discovery and fetch APIs fit, in browsers and in backends. */
export interface VaultEksClientOptions {
  readonly discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly fetchApi: { fetch: typeof fetch };
  /** Milliseconds until an answer must be complete. Default: 30 seconds. */
  readonly timeoutMs?: number;
  /** Milliseconds without a byte, heartbeats included, after which a tail counts as broken. Default: 60 seconds. */
  readonly tailIdleMs?: number;
}

type Query = Record<string, string | number | boolean | undefined>;

function filterQuery(filter: AuditFilter = {}): Query {
  return {
    operation: filter.operation,
    pathPrefix: filter.pathPrefix,
    mount: filter.mount,
    actor: filter.actor,
    errorsOnly: filter.errorsOnly || undefined,
    text: filter.text,
  };
}

/**
 * Talks to `/api/vault-eks`.
 *
 * @public
 */
export class VaultEksClient implements VaultEksApi {
  readonly #options: VaultEksClientOptions;

  constructor(options: VaultEksClientOptions) {
    this.#options = options;
  }

  async getStatus(
    entityRef: string,
    options?: { signal?: AbortSignal },
  ): Promise<VaultClusterStatus> {
    return this.#json<VaultClusterStatus>(
      await this.#url(VAULT_EKS_ROUTES.status, { entityRef }),
      { signal: options?.signal },
    );
  }

  async listClusters(options?: {
    signal?: AbortSignal;
  }): Promise<FleetCluster[]> {
    return this.#json<FleetCluster[]>(
      await this.#url(VAULT_EKS_ROUTES.clusters),
      { signal: options?.signal },
    );
  }

  async listTransitions(
    request: TransitionsRequest,
  ): Promise<StatusTransitions> {
    const { entityRef, kinds, before, limit, signal } = request;
    return this.#json<StatusTransitions>(
      await this.#url(VAULT_EKS_ROUTES.transitions, {
        entityRef,
        kinds: kinds?.join(','),
        before,
        limit,
      }),
      { signal },
    );
  }

  async registerCluster(
    registration: ClusterRegistration,
  ): Promise<RegisteredCluster> {
    return this.#json<RegisteredCluster>(
      await this.#url(VAULT_EKS_ROUTES.clusters),
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(registration),
      },
    );
  }

  async unregisterCluster(entityRef: string): Promise<void> {
    await this.#send(
      await this.#url(VAULT_EKS_ROUTES.clusters, { entityRef }),
      { method: 'DELETE' },
      async () => undefined,
    );
  }

  async *tailAudit(request: AuditTailRequest): AsyncGenerator<AuditTailEvent> {
    const url = await this.#url(VAULT_EKS_ROUTES.audit, {
      entityRef: request.entityRef,
      history: request.history,
      after: request.after,
      ...filterQuery(request.filter),
    });
    const silence = new Deadline({
      ms: this.#options.tailIdleMs ?? 60_000,
      parent: request.signal,
      reason: 'The audit tail went silent; the connection counts as broken',
    });
    try {
      const response = await this.#options.fetchApi.fetch(url, {
        headers: { Accept: 'text/event-stream' },
        signal: silence.signal,
      });
      if (!response.ok) {
        throw await ResponseError.fromResponse(response);
      }
      if (response.body) {
        yield* readAuditEvents({
          body: response.body,
          onActivity: () => silence.extend(),
        });
      }
    } catch (error) {
      // A tail that its reader ended is over, not broken.
      if (!request.signal?.aborted) {
        throw silence.explain(error);
      }
    } finally {
      silence.clear();
    }
  }

  async #url(path: string, query: Query = {}): Promise<string> {
    const base = await this.#options.discoveryApi.getBaseUrl('vault-eks');
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') {
        params.set(name, String(value));
      }
    }
    const search = params.toString();
    return `${base}${path}${search ? `?${search}` : ''}`;
  }

  // The backend of the same release wrote this JSON from the same types.
  #json<T>(url: string, init: RequestInit): Promise<T> {
    return this.#send(url, init, response => response.json() as Promise<T>);
  }

  #send<T>(
    url: string,
    init: RequestInit,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { fetchApi, timeoutMs } = this.#options;
    return askPortal({ fetchApi, url, init, timeoutMs, read });
  }
}
