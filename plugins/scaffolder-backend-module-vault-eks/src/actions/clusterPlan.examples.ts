import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const clusterPlanExamples: TemplateExample[] = [
  {
    description: 'Show what three Vault pods on an EKS cluster would need',
    example: stringify({
      steps: [
        {
          id: 'plan',
          name: 'Plan Vault',
          action: 'vault-eks:cluster:plan',
          input: { cluster: 'platform-prod', region: 'eu-west-1' },
        },
      ],
    }),
  },
  {
    description: 'Show the plan for a VPC whose endpoints exist already',
    example: stringify({
      steps: [
        {
          id: 'plan',
          name: 'Plan Vault',
          action: 'vault-eks:cluster:plan',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            endpoints: {
              dynamodb: 'existing',
              kms: 'existing',
              sts: 'existing',
            },
          },
        },
      ],
    }),
  },
];
