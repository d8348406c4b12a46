import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  VAULT_EKS_ROUTES,
  type ClusterRegistration,
  type RegisteredCluster,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** How long the registry may take to answer. */
const TIMEOUT_MS = 15_000;

/** Registers clusters with the portal on behalf of whoever started the task. */
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

  async registerCluster(
    registration: ClusterRegistration,
    options: {
      readonly credentials: BackstageCredentials;
      readonly signal?: AbortSignal;
    },
  ): Promise<RegisteredCluster> {
    const baseUrl = await this.#discovery.getBaseUrl('vault-eks');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: options.credentials,
      targetPluginId: 'vault-eks',
    });
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${baseUrl}${VAULT_EKS_ROUTES.clusters}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(registration),
      signal: options.signal
        ? AbortSignal.any([options.signal, deadline])
        : deadline,
    });
    if (!response.ok) {
      // The cause is what the portal said; the wrapper would only tell the status code.
      throw (await ResponseError.fromResponse(response)).cause;
    }
    return response.json();
  }
}
