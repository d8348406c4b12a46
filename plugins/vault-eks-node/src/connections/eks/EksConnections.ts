import type { AwsConnection, AwsConnections, AwsScope } from '../aws';
import {
  createKubernetesConnection,
  KubernetesConnection,
} from '../kubernetes';
import { createEksTokenProvider } from './createEksTokenProvider';
import { describeCluster, EksCluster } from './describeCluster';

/** Which EKS cluster. */
export interface EksScope extends AwsScope {
  readonly cluster: string;
}

/** One EKS cluster, with the ways to reach its account and its API server. */
export interface EksConnection {
  readonly aws: AwsConnection;
  readonly cluster: EksCluster;
  readonly kubernetes: KubernetesConnection;
}

/** Endpoint and CA change rarely, and status is asked often. */
const TRUST_FOR_MS = 5 * 60_000;

interface Remembered {
  readonly connection: EksConnection;
  readonly describedAt: number;
}

/** Connects to EKS clusters by name; endpoint and CA come from `eks:DescribeCluster` only. */
export class EksConnections {
  readonly #aws: AwsConnections;
  readonly #log: (line: string) => void;
  readonly #known = new Map<string, Remembered>();
  /** By API server, so that whoever asks at the same time shares one connection. */
  readonly #servers = new Map<string, Promise<KubernetesConnection>>();

  constructor(options: {
    readonly aws: AwsConnections;
    readonly log: (line: string) => void;
  }) {
    this.#aws = options.aws;
    this.#log = options.log;
  }

  /**
   * @throws NotAllowedError when app-config does not allow the account or region
   * @throws NotFoundError when there is no such cluster
   */
  async connect(
    scope: EksScope,
    options: { readonly signal: AbortSignal; readonly fresh?: boolean },
  ): Promise<EksConnection> {
    const { signal, fresh = false } = options;
    const key = [
      scope.account ?? 'default',
      scope.region,
      scope.cluster,
    ].join();
    const known = this.#known.get(key);
    if (known && !fresh && Date.now() - known.describedAt < TRUST_FOR_MS) {
      return known.connection;
    }
    const aws = await this.#aws.connect(scope, { signal });
    const cluster = await describeCluster({ aws, name: scope.cluster, signal });
    const kubernetes = await this.#server(aws, cluster);
    const connection = { aws, cluster, kubernetes };
    this.#known.set(key, { connection, describedAt: Date.now() });
    return connection;
  }

  /**
   * The account and region alone, for when the cluster is gone.
   *
   * @throws NotAllowedError when app-config does not allow the account or region
   */
  connectAws(
    scope: AwsScope,
    options: { readonly signal: AbortSignal },
  ): Promise<AwsConnection> {
    return this.#aws.connect(scope, options);
  }

  /** Ends all connections, those to AWS too. */
  async close(): Promise<void> {
    this.#known.clear();
    const servers = [...this.#servers.values()];
    this.#servers.clear();
    await Promise.allSettled(servers.map(async k => (await k).close()));
    await this.#aws.close();
  }

  #server(
    aws: AwsConnection,
    cluster: EksCluster,
  ): Promise<KubernetesConnection> {
    const key = [cluster.arn, cluster.endpoint, cluster.caData].join();
    const known = this.#servers.get(key);
    if (known) {
      return known;
    }
    this.#log(`Connects to ${cluster.arn} at ${cluster.endpoint}`);
    const opening = createKubernetesConnection({
      endpoint: cluster.endpoint,
      caData: cluster.caData,
      token: createEksTokenProvider({
        cluster: cluster.name,
        region: aws.region,
        credentials: aws.credentials,
      }),
    });
    this.#servers.set(key, opening);
    opening.catch(() => this.#servers.delete(key));
    return opening;
  }
}
