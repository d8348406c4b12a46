/** One pod, as the page shows it. */
export interface PodOverview {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  readonly ready: string;
  readonly restarts: number;
  readonly node: string;
  /** What Vault says of itself through its labels; empty for other pods. */
  readonly vault: string;
}

/** One cluster, as the page shows it. */
export interface ClusterOverview {
  readonly name: string;
  readonly version: string;
  readonly endpoint: string;
  readonly nodes: number;
  readonly pods: readonly PodOverview[];
}

/** What exists in the account: names and states, never a secret's value. */
export interface AwsOverview {
  readonly tables: readonly {
    readonly name: string;
    readonly status: string;
  }[];
  readonly keys: readonly {
    readonly id: string;
    readonly aliases: readonly string[];
    readonly state: string;
  }[];
  readonly endpoints: readonly {
    readonly id: string;
    readonly type: string;
    readonly service: string;
    readonly state: string;
  }[];
  readonly roles: readonly string[];
  readonly secrets: readonly string[];
}

/** Everything that exists in the sandbox. */
export interface Overview {
  readonly account: string;
  readonly region: string;
  readonly awsEndpoint: string;
  readonly helmRepository: string;
  readonly clusters: readonly ClusterOverview[];
  readonly aws: AwsOverview;
}
