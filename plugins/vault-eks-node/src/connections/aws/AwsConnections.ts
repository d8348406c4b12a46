import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Config } from '@backstage/config';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import {
  AwsCredentialsManager,
  DefaultAwsCredentialsManager,
} from '@backstage/integration-aws-node';
import { readVaultEksConfig, VaultEksConfig } from '../../config';
import {
  AwsConnection,
  createAwsClients,
  destroyAwsClients,
} from './AwsConnection';

/** Where to work; the account of the default credentials when it is left out. */
export interface AwsScope {
  readonly account?: string;
  readonly region: string;
}

/** Hands out connections per account and region, and refuses those that app-config does not allow. */
export class AwsConnections {
  readonly #limits: Pick<VaultEksConfig, 'accounts' | 'regions'>;
  readonly #credentials: AwsCredentialsManager;
  readonly #open = new Map<string, Promise<AwsConnection>>();

  private constructor(
    limits: Pick<VaultEksConfig, 'accounts' | 'regions'>,
    credentials: AwsCredentialsManager,
  ) {
    this.#limits = limits;
    this.#credentials = credentials;
  }

  /** Reads `vaultEks` and `aws` from app-config. */
  static create(options: {
    config: Config;
    credentials?: AwsCredentialsManager;
  }): AwsConnections {
    const { config } = options;
    return new AwsConnections(
      readVaultEksConfig(config),
      options.credentials ?? DefaultAwsCredentialsManager.fromConfig(config),
    );
  }

  /**
   * The connection of this account and region, made once.
   *
   * @throws NotAllowedError when app-config does not allow the account or region; no call was made then
   * @throws AuthenticationError when the credentials belong to another account
   */
  async connect(scope: AwsScope): Promise<AwsConnection> {
    const { account, region } = scope;
    this.#refuseRegion(region);
    if (account) {
      this.#refuseAccount(account);
    }
    const key = `${account ?? 'default'}/${region}`;
    const opening = this.#open.get(key) ?? this.#connect(scope);
    this.#open.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      this.#open.delete(key);
      throw error;
    }
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

  async #connect({ account, region }: AwsScope): Promise<AwsConnection> {
    const provider = await this.#credentials.getCredentialProvider(
      account ? { accountId: account } : undefined,
    );
    const credentials = provider.sdkCredentialProvider;
    const clients = createAwsClients(region, credentials);
    try {
      const caller = await clients.sts.send(new GetCallerIdentityCommand({}));
      if (!caller.Account || !caller.Arn) {
        throw new AuthenticationError('STS did not say who the caller is');
      }
      if (account && caller.Account !== account) {
        throw new AuthenticationError(
          `The AWS credentials for account ${account} belong to account ${caller.Account}. Correct aws.accounts in app-config, or the account in the form.`,
        );
      }
      this.#refuseAccount(caller.Account);
      return {
        ...clients,
        account: caller.Account,
        region,
        callerArn: caller.Arn,
        credentials,
      };
    } catch (error) {
      destroyAwsClients(clients);
      throw error;
    }
  }

  #refuseRegion(region: string) {
    const { regions } = this.#limits;
    if (regions && !regions.includes(region)) {
      throw new NotAllowedError(
        `Region ${region} is not allowed; vaultEks.regions in app-config allows ${regions.join(
          ', ',
        )}`,
      );
    }
  }

  #refuseAccount(account: string) {
    const { accounts } = this.#limits;
    if (accounts && !accounts.includes(account)) {
      throw new NotAllowedError(
        `AWS account ${account} is not allowed; add it to vaultEks.accounts in app-config or choose another`,
      );
    }
  }
}
