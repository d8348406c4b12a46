import type { Plan } from '../plan/Plan';
import type { VaultClusterSpecInput } from '../spec/VaultClusterSpec';
import { askPortal } from './askPortal';
import type { VaultEksClientOptions } from './VaultEksClient';
import {
  VAULT_EKS_FORM_ROUTES,
  type AwsPlace,
  type ClusterNetwork,
  type FoundClusters,
  type FoundKeys,
  type FoundTables,
  type LookUpOptions,
  type VaultEksFormApi,
} from './VaultEksFormApi';

/** A plan asks a cluster, AWS and helm. */
const PLAN_TIMEOUT_MS = 120_000;

type Query = Readonly<Record<string, string | undefined>>;

/**
 * Asks `/api/vault-eks` for what a form needs.
 *
 * @public
 */
export class VaultEksFormClient implements VaultEksFormApi {
  readonly #options: Pick<
    VaultEksClientOptions,
    'discoveryApi' | 'fetchApi' | 'timeoutMs'
  >;

  constructor(
    options: Pick<
      VaultEksClientOptions,
      'discoveryApi' | 'fetchApi' | 'timeoutMs'
    >,
  ) {
    this.#options = options;
  }

  findClusters(
    request: Partial<AwsPlace> & LookUpOptions & { readonly search?: string },
  ): Promise<FoundClusters> {
    const { signal, ...query } = request;
    return this.#get(VAULT_EKS_FORM_ROUTES.clusters, query, signal);
  }

  readNetwork(
    request: AwsPlace & LookUpOptions & { readonly cluster: string },
  ): Promise<ClusterNetwork> {
    const { signal, ...query } = request;
    return this.#get(VAULT_EKS_FORM_ROUTES.network, query, signal);
  }

  findKeys(
    request: AwsPlace & LookUpOptions & { readonly search?: string },
  ): Promise<FoundKeys> {
    const { signal, ...query } = request;
    return this.#get(VAULT_EKS_FORM_ROUTES.keys, query, signal);
  }

  findTables(
    request: AwsPlace & LookUpOptions & { readonly search?: string },
  ): Promise<FoundTables> {
    const { signal, ...query } = request;
    return this.#get(VAULT_EKS_FORM_ROUTES.tables, query, signal);
  }

  plan(
    spec: Partial<VaultClusterSpecInput>,
    { signal }: LookUpOptions = {},
  ): Promise<Plan> {
    return this.#json(
      VAULT_EKS_FORM_ROUTES.plan,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(spec),
        signal,
      },
      this.#options.timeoutMs ?? PLAN_TIMEOUT_MS,
    );
  }

  #get<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value) {
        params.set(name, value);
      }
    }
    const search = params.toString();
    return this.#json<T>(`${path}${search ? `?${search}` : ''}`, { signal });
  }

  async #json<T>(
    path: string,
    init: RequestInit,
    timeoutMs = this.#options.timeoutMs,
  ): Promise<T> {
    const { discoveryApi, fetchApi } = this.#options;
    return askPortal({
      fetchApi,
      url: `${await discoveryApi.getBaseUrl('vault-eks')}${path}`,
      init,
      timeoutMs,
      // The backend of the same release wrote this JSON from the same types.
      read: response => response.json(),
    });
  }
}
