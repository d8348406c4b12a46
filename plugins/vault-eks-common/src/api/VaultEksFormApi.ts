import type { Plan } from '../plan/Plan';
import type { VaultClusterSpecInput } from '../spec/VaultClusterSpec';
import type { Finding } from '../status/findings';

/** An AWS account and region; the account of the portal's own credentials when it is left out. */
export interface AwsPlace {
  readonly account?: string;
  readonly region: string;
}

/** An EKS cluster that a Vault may go to. */
export interface FoundCluster {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** As EKS calls it, such as `ACTIVE`; absent when the cluster could not be looked at. */
  readonly status?: string;
  /** Kubernetes version, such as `1.35`. */
  readonly version?: string;
  /** What is wrong with it for a Vault, the worst first; empty when nothing is. */
  readonly problems: readonly Finding[];
}

/** A place that did not say which clusters it has. */
export interface SilentPlace extends AwsPlace {
  /** Why, and what mends it, as sentences for a person. */
  readonly reason: string;
}

/** The clusters that were found, however many places did not answer. */
export interface FoundClusters {
  readonly clusters: readonly FoundCluster[];
  readonly silent: readonly SilentPlace[];
  /** Whether there are more than are told: a search narrows them down. */
  readonly more: boolean;
}

/** A subnet of the cluster's VPC. */
export interface FoundSubnet {
  readonly id: string;
  /** Its tag `Name`. */
  readonly name?: string;
  readonly zone: string;
  readonly cidr?: string;
  readonly freeAddresses?: number;
  /** Whether the cluster itself uses it. */
  readonly ofCluster: boolean;
}

/** A route table of the cluster's VPC. */
export interface FoundRouteTable {
  readonly id: string;
  /** Its tag `Name`. */
  readonly name?: string;
  /** Whether subnets without a table of their own use it. */
  readonly main: boolean;
  /** Whether a subnet of the cluster uses it. */
  readonly ofCluster: boolean;
}

/** Where the endpoints of a cluster may go. */
export interface ClusterNetwork {
  readonly vpcId: string;
  readonly subnets: readonly FoundSubnet[];
  readonly routeTables: readonly FoundRouteTable[];
}

/** A KMS key that Vault, its table or its custody could use: enabled and symmetric, of the account itself. */
export interface FoundKey {
  readonly id: string;
  readonly arn: string;
  /** Each begins with `alias/`. */
  readonly aliases: readonly string[];
  readonly description?: string;
  /** Which Vault it seals, as `cluster/namespace/release`. */
  readonly usedBy?: string;
}

/** The keys that were found. */
export interface FoundKeys {
  readonly keys: readonly FoundKey[];
  /** Whether there are more than are told: a search narrows them down. */
  readonly more: boolean;
}

/** A DynamoDB table. */
export interface FoundTable {
  readonly name: string;
  /** As DynamoDB calls it, such as `ACTIVE`; absent when the table could not be looked at. */
  readonly status?: string;
  /** Which Vault it holds the data of, as `cluster/namespace/release`. */
  readonly usedBy?: string;
  /** Why Vault cannot use it; absent when it can. */
  readonly unfit?: string;
}

/** The tables that were found. */
export interface FoundTables {
  readonly tables: readonly FoundTable[];
  /** Whether there are more than are told: a search narrows them down. */
  readonly more: boolean;
}

/** What every look-up takes. */
export interface LookUpOptions {
  readonly signal?: AbortSignal;
}

/** What a form asks of the portal while it is filled in. Nothing of it changes anything. */
export interface VaultEksFormApi {
  /**
   * EKS clusters of the places that app-config allows, or of the one that is named.
   *
   * @throws ResponseError with 400, 401 or 403; a place that fails is told in the answer
   */
  findClusters(
    request: Partial<AwsPlace> & LookUpOptions & { readonly search?: string },
  ): Promise<FoundClusters>;
  /** @throws ResponseError with 400, 401, 403, 404 or 503 */
  readNetwork(
    request: AwsPlace & LookUpOptions & { readonly cluster: string },
  ): Promise<ClusterNetwork>;
  /** @throws ResponseError with 400, 401, 403 or 503 */
  findKeys(
    request: AwsPlace & LookUpOptions & { readonly search?: string },
  ): Promise<FoundKeys>;
  /** @throws ResponseError with 400, 401, 403 or 503 */
  findTables(
    request: AwsPlace & LookUpOptions & { readonly search?: string },
  ): Promise<FoundTables>;
  /**
   * Findings and plan for what was typed so far; what is left out has its default.
   *
   * @throws ResponseError with 400 naming each field that cannot work, 401, 403 or 503
   */
  plan(
    spec: Partial<VaultClusterSpecInput>,
    options?: LookUpOptions,
  ): Promise<Plan>;
}

/** Paths below `/api/vault-eks` that forms ask, shared by server and clients. */
export const VAULT_EKS_FORM_ROUTES = {
  /** GET ?account=&region=&search= */
  clusters: '/v1/lookups/clusters',
  /** GET ?account=&region=&cluster= */
  network: '/v1/lookups/network',
  /** GET ?account=&region=&search= */
  keys: '/v1/lookups/keys',
  /** GET ?account=&region=&search= */
  tables: '/v1/lookups/tables',
  /** POST a {@link VaultClusterSpecInput}, as far as it is known */
  plan: '/v1/plan',
} as const;
