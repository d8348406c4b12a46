import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const awsProvisionExamples: TemplateExample[] = [
  {
    description: 'Everything on AWS for a Vault that another tool installs',
    example: stringify({
      steps: [
        {
          id: 'aws',
          name: 'AWS half of Vault',
          action: 'vault-eks:aws:provision',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
          },
        },
      ],
    }),
  },
  {
    description:
      'In an account with a boundary for every role, and what the network team made',
    example: stringify({
      steps: [
        {
          id: 'aws',
          name: 'AWS half of Vault',
          action: 'vault-eks:aws:provision',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            endpoints: {
              dynamodb: 'existing',
              kms: 'existing',
              sts: 'existing',
            },
            role: {
              permissionsBoundary: 'arn:aws:iam::111122223333:policy/workloads',
            },
            tags: {
              'cost-centre': 'platform',
            },
          },
        },
      ],
    }),
  },
];
