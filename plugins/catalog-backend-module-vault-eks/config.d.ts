import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  /** Vault on EKS. */
  vaultEks?: {
    catalog?: {
      /** How often the registry is read besides when it changes. Default: every minute. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    };
  };
}
