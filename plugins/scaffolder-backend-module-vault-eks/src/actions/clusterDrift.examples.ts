import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const clusterDriftExamples: TemplateExample[] = [
  {
    description: 'Fail when a Vault is not as it was specified',
    example: stringify({
      steps: [
        {
          id: 'drift',
          name: 'Drift',
          action: 'vault-eks:cluster:drift',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
          },
        },
      ],
    }),
  },
  {
    description: 'Only tell what differs',
    example: stringify({
      steps: [
        {
          id: 'drift',
          name: 'Drift',
          action: 'vault-eks:cluster:drift',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            replicas: 5,
            failOnDrift: false,
          },
        },
      ],
    }),
  },
];
