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
     * AWS regions that may be touched; all that the installed AWS SDK lists when left out. A region that is newer than
     * that works when it is named here.
     */
    regions?: string[];
    status?: {
      /** How long an answer is shared among viewers. Default: 3 seconds. */
      cacheFor?: HumanDuration | string;
      /** How long a cluster may take to answer. Default: 20 seconds. */
      timeout?: HumanDuration | string;
    };
    audit?: {
      /** Tails that one person may have open at once. Default: 5. */
      tailsPerUser?: number;
    };
    monitor?: {
      /** How often registered clusters are looked at. Default: every 30 seconds. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      /** Clusters that are looked at side by side. Default: 4. */
      concurrency?: number;
    };
  };
}
