import type { HumanDuration } from '@backstage/types';
import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  /** Vault on EKS. */
  vaultEks?: {
    /**
     * AWS accounts that may be touched; all that credentials reach when left out. How to sign in to each is said in
     * Backstage's own `aws.accounts`: role, external id and, outside the partition aws, partition and region.
     */
    accounts?: string[];
    /**
     * AWS regions that may be touched, copies of the recovery keys included; all that the installed AWS SDK lists when
     * left out. A region that is newer than that works when it is named here.
     */
    regions?: string[];
    /**
     * Vaults that the portal knows without a register action. One that is registered, or annotated in the catalog, too
     * appears once.
     */
    clusters?: Array<{
      /** Name of the EKS cluster. */
      cluster: string;
      region: string;
      account: string;
      /** Default: `vault`. */
      namespace?: string;
      /** Default: `vault`. */
      release?: string;
      /** Entity ref of who is told of changes. */
      owner: string;
      system?: string;
      /** An https address. */
      uiUrl?: string;
      /**
       * The spec that it was deployed from, as the inputs of `vault-eks:cluster:deploy`, to look for drift by; what names
       * the Vault may be left out. Put no secret into its `values`.
       */
      spec?: object;
    }>;
    sources?: {
      /** How often `clusters` and the catalog's annotated entities are brought into the registry. Default: every minute. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    };
    status?: {
      /** How long an answer is shared among viewers. Default: 3 seconds. */
      cacheFor?: HumanDuration | string;
      /** How long a cluster may take to answer. Default: 20 seconds. */
      timeout?: HumanDuration | string;
    };
    audit?: {
      /** Tails that one person may have open at once. Default: 5. */
      tailsPerUser?: number;
      /** Tails that one instance of the backend serves at once, whoever watches. Default: 200. */
      tailsTotal?: number;
    };
    /** What forms look up: clusters, networks, keys, tables. */
    lookups?: {
      /** How long an answer is shared among those who ask the same. Default: 15 seconds. */
      cacheFor?: HumanDuration | string;
      /** How long a look-up may take, over all accounts and regions. Default: 20 seconds. */
      timeout?: HumanDuration | string;
    };
    /** Plans that forms show while they are filled in. */
    plans?: {
      /** Plans that one backend makes side by side. Default: 4. */
      atOnce?: number;
      /** Plans that one person may have under way at once. Default: 2. */
      perUser?: number;
      /** How long a plan may take. Default: 90 seconds. */
      timeout?: HumanDuration | string;
    };
    monitor?: {
      /**
       * How often known clusters are looked at. Default: every 30 seconds, within 2 minutes. When the instance of the
       * backend that looks dies, another goes on after `timeout`.
       */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      /** Clusters that are looked at side by side. Default: 20. */
      concurrency?: number;
      /** Time over which the beginnings of a round are spread. Default: 2 seconds. */
      spread?: HumanDuration | string;
      /** How long a cluster that does not answer is left alone. */
      backOff?: {
        /** After the first failure; doubled with each further one. Default: 30 seconds. */
        first?: HumanDuration | string;
        /** The most. Default: 15 minutes. */
        max?: HumanDuration | string;
      };
      /**
       * Within this time the owner of a cluster is told of changes of one kind (seal, leader, pods, certificate, reach, drift)
       * at most twice; what follows is gathered into one message. Default: 10 minutes.
       */
      holdDown?: HumanDuration | string;
      /** How long changes are kept. Default: 90 days. */
      keepTransitionsFor?: HumanDuration | string;
    };
    /** Comparing clusters with the spec that they were registered with; it reads, and changes nothing. */
    drift?: {
      /** Default: true. */
      enabled?: boolean;
      /** How often all of them are compared. Default: every 6 hours, within 1 hour. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      /** How often those are compared that were registered since the last look, or that differed then. Default: every 5 minutes. */
      newSchedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      /** Clusters that are compared side by side. Default: 2. */
      concurrency?: number;
      /** How long one cluster may take. Default: 2 minutes. */
      timeout?: HumanDuration | string;
      /** How long a cluster that cannot be compared is left alone. */
      backOff?: {
        /** After the first failure; doubled with each further one. Default: 1 hour. */
        first?: HumanDuration | string;
        /** The most. Default: 1 day. */
        max?: HumanDuration | string;
      };
    };
  };
}
