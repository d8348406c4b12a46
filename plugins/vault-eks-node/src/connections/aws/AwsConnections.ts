import type { Config } from '@backstage/config';
import {
  AwsCredentialsManager,
  DefaultAwsCredentialsManager,
} from '@backstage/integration-aws-node';
import { readVaultEksConfig } from '../../config';
import { untilAborted } from '../untilAborted';
import { refuseAccount, refuseRegion, ScopeLimits } from './allowedScopes';
import { AwsConnection, AwsPatience, destroyAwsClients } from './AwsConnection';
import { AwsScope, signIn } from './signIn';

/** Hands out connections per account and region, and refuses those that app-config does not allow. */
export class AwsConnections {
  readonly #limits: ScopeLimits;
  readonly #credentials: AwsCredentialsManager;
  readonly #patience?: AwsPatience;
  readonly #open = new Map<string, Promise<AwsConnection>>();

  private constructor(
    limits: ScopeLimits,
    credentials: AwsCredentialsManager,
    patience?: AwsPatience,
  ) {
    this.#limits = limits;
    this.#credentials = credentials;
    this.#patience = patience;
  }

  /** Reads `vaultEks` and `aws` from app-config. */
  static create(options: {
    config: Config;
    credentials?: AwsCredentialsManager;
    /** Given in tests. */
    patience?: AwsPatience;
  }): AwsConnections {
    const { config } = options;
    return new AwsConnections(
      readVaultEksConfig(config),
      options.credentials ?? DefaultAwsCredentialsManager.fromConfig(config),
      options.patience,
    );
  }

  /**
   * The connection of this account and region, made once. Who aborts stops waiting for it; others may go on.
   *
   * @throws NotAllowedError when app-config does not allow the account or region; no call was made then
   * @throws InputError when there is no such region; no call was made then
   * @throws AuthenticationError when there are no credentials for the account, or they belong to another
   */
  async connect(
    scope: AwsScope,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<AwsConnection> {
    const { account, region } = scope;
    refuseRegion(region, this.#limits);
    if (account) {
      refuseAccount(account, this.#limits);
    }
    const { signal } = options;
    const opening = this.#opening(scope);
    return signal ? untilAborted(signal, opening) : opening;
  }

  /** Ends all connections; a later `connect` opens new ones. */
  async close(): Promise<void> {
    const opening = [...this.#open.values()];
    this.#open.clear();
    for (const result of await Promise.allSettled(opening)) {
      if (result.status === 'fulfilled') {
        destroyAwsClients(result.value);
      }
    }
  }

  #opening(scope: AwsScope): Promise<AwsConnection> {
    const key = `${scope.account ?? 'default'}/${scope.region}`;
    const known = this.#open.get(key);
    if (known) {
      return known;
    }
    const opening = this.#connect(scope);
    this.#open.set(key, opening);
    // What failed is tried again the next time.
    opening.catch(() => {
      if (this.#open.get(key) === opening) {
        this.#open.delete(key);
      }
    });
    return opening;
  }

  async #connect(scope: AwsScope): Promise<AwsConnection> {
    const connection = await signIn(this.#credentials, scope, this.#patience);
    try {
      refuseAccount(connection.account, this.#limits);
      return connection;
    } catch (error) {
      destroyAwsClients(connection);
      throw error;
    }
  }
}
