import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { AwsCredentialsManager } from '@backstage/integration-aws-node';
import type {
  AwsPlace,
  ClusterNetwork,
  FoundCluster,
  FoundClusters,
  FoundKeys,
  FoundTables,
  SilentPlace,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import limiter from 'p-limit';
import { readVaultEksConfig } from '../config';
import {
  AwsConnections,
  type AwsConnection,
  type AwsPatience,
  type AwsScope,
} from '../connections/aws';
import type { ScopeLimits } from '../connections/aws/allowedScopes';
import { untilAborted } from '../connections/untilAborted';
import type { AwsLookups, LookUpRun, SearchRun } from './AwsLookups';
import { clustersIn } from './clusters/clustersIn';
import { accountsOf, placesToSearch } from './clusters/placesToSearch';
import type { Matches } from './firstMatches';
import { keysIn } from './keysIn';
import { readClusterNetwork } from './readClusterNetwork';
import { isOwnWord, reasonOf } from './reasonOf';
import { tablesIn } from './tablesIn';
import { timeLimit } from '../connections/timeLimit';

/** Accounts and regions that are asked side by side. */
const PLACES_AT_ONCE = 8;

/** How {@link DefaultAwsLookups} is made. */
export interface AwsLookupsOptions {
  readonly config: Config;
  readonly logger: Pick<LoggerService, 'warn'>;
  /** Milliseconds after which a place counts as silent. Default: 8 seconds. */
  readonly placeTimeoutMs?: number;
  /** Given in tests. */
  readonly credentials?: AwsCredentialsManager;
  /** Given in tests. */
  readonly patience?: AwsPatience;
}

/** The look-ups on real connections. */
export class DefaultAwsLookups implements AwsLookups {
  readonly #aws: AwsConnections;
  readonly #limits: ScopeLimits;
  readonly #knownAccounts: readonly string[];
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #placeTimeoutMs: number;

  private constructor(options: AwsLookupsOptions) {
    const { config, credentials, patience } = options;
    this.#aws = AwsConnections.create({ config, credentials, patience });
    this.#limits = readVaultEksConfig(config);
    this.#knownAccounts = accountsOf(config);
    this.#logger = options.logger;
    this.#placeTimeoutMs = options.placeTimeoutMs ?? 8_000;
  }

  /** Reads `vaultEks` and `aws` from app-config; nothing is called before it is needed. */
  static create(options: AwsLookupsOptions): DefaultAwsLookups {
    return new DefaultAwsLookups(options);
  }

  /** {@inheritDoc AwsLookups.findClusters} */
  async findClusters(
    where: Partial<AwsPlace>,
    options: SearchRun,
  ): Promise<FoundClusters> {
    const places = placesToSearch({
      asked: where,
      limits: this.#limits,
      knownAccounts: this.#knownAccounts,
    });
    const limit = limiter(PLACES_AT_ONCE);
    const answers = await Promise.all(
      places.map(place =>
        limit(() => this.#orReason(place, options, clustersIn)),
      ),
    );
    const found = answers.flatMap(answer => ('items' in answer ? answer : []));
    // The default credentials may be those of an account that is listed too.
    const clusters = new Map<string, FoundCluster>();
    for (const cluster of found.flatMap(({ items }) => items)) {
      const { account, region, name } = cluster;
      clusters.set([account, region, name].join('/'), cluster);
    }
    return {
      clusters: [...clusters.values()],
      silent: answers.flatMap(answer => ('reason' in answer ? answer : [])),
      more: found.some(({ more }) => more),
    };
  }

  /** {@inheritDoc AwsLookups.readNetwork} */
  readNetwork(
    where: AwsPlace & { readonly cluster: string },
    options: LookUpRun,
  ): Promise<ClusterNetwork> {
    return this.#orThrow(where, options, (aws, { signal }) =>
      readClusterNetwork(aws, where.cluster, signal),
    );
  }

  /** {@inheritDoc AwsLookups.findKeys} */
  async findKeys(where: AwsPlace, options: SearchRun): Promise<FoundKeys> {
    const { items, more } = await this.#orThrow(where, options, keysIn);
    return { keys: items, more };
  }

  /** {@inheritDoc AwsLookups.findTables} */
  async findTables(where: AwsPlace, options: SearchRun): Promise<FoundTables> {
    const { items, more } = await this.#orThrow(where, options, tablesIn);
    return { tables: items, more };
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#aws.close();
  }

  /** A place that is dead must not keep the others: it has a time of its own, whatever the calls do then. */
  async #at<R extends LookUpRun, T>(
    place: AwsScope,
    options: R,
    work: (aws: AwsConnection, options: R) => Promise<T>,
  ): Promise<T> {
    const { account, region } = place;
    const signal = timeLimit(this.#placeTimeoutMs, options.signal);
    const connect = async () => {
      const aws = await this.#aws.connect({ account, region }, { signal });
      return work(aws, { ...options, signal });
    };
    return untilAborted(signal, connect());
  }

  async #orReason(
    place: AwsScope,
    options: SearchRun,
    work: (
      aws: AwsConnection,
      options: SearchRun,
    ) => Promise<Matches<FoundCluster>>,
  ): Promise<Matches<FoundCluster> | SilentPlace> {
    try {
      return await this.#at(place, options, work);
    } catch (error) {
      this.#log(place, error);
      return { ...place, reason: reasonOf(error, place) };
    }
  }

  async #orThrow<R extends LookUpRun, T>(
    place: AwsScope,
    options: R,
    work: (aws: AwsConnection, options: R) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#at(place, options, work);
    } catch (error) {
      if (isOwnWord(error)) {
        throw error;
      }
      this.#log(place, error);
      throw new ServiceUnavailableError(reasonOf(error, place));
    }
  }

  #log({ account = 'the default account', region }: AwsScope, error: unknown) {
    this.#logger.warn(
      `A look-up in ${account}, ${region} failed`,
      isError(error) ? error : new Error(String(error)),
    );
  }
}
