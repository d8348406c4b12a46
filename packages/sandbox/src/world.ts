import type { KeyLike } from 'jose';

/** Where the sandbox keeps its state: in memory, or in files when a folder is given. */
export interface StateStore {
  /** The last saved value under this name, or `undefined`. */
  load<T>(name: string): T | undefined;
  /** Remembers the value; written to disk soon and on close. The value must survive JSON. */
  save(name: string, value: () => unknown): void;
  /** Folder for parts that bring their own files, such as the DynamoDB data; `undefined` in memory. */
  readonly folder: string | undefined;
}

/** Delays that stand in for AWS's and Kubernetes' own. */
export type LatencyProfile = 'none' | 'realistic';

/** What somebody may have installed into a cluster. */
export type ClusterAddon = 'cert-manager';

/** The identity of one EKS cluster, shared by the EKS API and the cluster's own API server. */
export interface ClusterIdentity {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly arn: string;
  /** Kubernetes version, for example `1.35`. */
  readonly version: string;
  /** Base URL of the API server, `https://127.0.0.1:<port>`. */
  readonly endpoint: string;
  readonly ca: {
    readonly certificatePem: string;
    readonly privateKeyPem: string;
  };
  /** OIDC issuer that signs service-account tokens. */
  readonly issuer: {
    readonly url: string;
    readonly keyId: string;
    readonly privateKey: KeyLike;
    readonly publicKey: KeyLike;
  };
  readonly vpcId: string;
  readonly nodes: readonly SeededNode[];
  readonly hasLoadBalancerController: boolean;
  readonly addons?: readonly ClusterAddon[];
}

/** A worker node of a seeded cluster. */
export interface SeededNode {
  readonly name: string;
  readonly instanceId: string;
  readonly zone: string;
  readonly subnetId: string;
  readonly internalIp: string;
}

/** Who a bearer token or a signature belongs to, as STS would say. */
export interface CallerIdentity {
  readonly account: string;
  /** For an assumed role, `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  readonly userId: string;
}

/** A cluster access policy whose access scope is some namespaces. */
export interface NamespacedAccessPolicy {
  readonly arn: string;
  readonly namespaces: readonly string[];
}

/** What the API server needs of the AWS side. */
export interface AwsAuthority {
  /** Verifies the presigned GetCallerIdentity inside an EKS bearer token; throws with a reason. */
  verifyEksToken(token: string, clusterName: string): Promise<CallerIdentity>;
  /** Kubernetes user name, groups and cluster access policies that the access entries give to a principal. */
  accessOf(
    clusterName: string,
    principalArn: string,
  ):
    | {
        readonly username: string;
        readonly groups: readonly string[];
        readonly policies: readonly string[];
        /** Policies that hold in these namespaces only; a name may end in `*`. */
        readonly namespacedPolicies?: readonly NamespacedAccessPolicy[];
      }
    | undefined;
}

/** One listening server, and how to end it. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}
