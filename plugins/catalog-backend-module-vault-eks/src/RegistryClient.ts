import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  VAULT_EKS_ROUTES,
  type RegisteredCluster,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** How long the registry may take to answer. */
const TIMEOUT_MS = 10_000;

/** Reads the portal's registry of Vault clusters over HTTP, as the catalog itself. */
export class RegistryClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(options: {
    readonly auth: AuthService;
    readonly discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  async listClusters(options?: {
    readonly signal?: AbortSignal;
  }): Promise<RegisteredCluster[]> {
    const baseUrl = await this.#discovery.getBaseUrl('vault-eks');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'vault-eks',
    });
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${baseUrl}${VAULT_EKS_ROUTES.clusters}`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: options?.signal
        ? AbortSignal.any([options.signal, deadline])
        : deadline,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}
