import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const endpointsEnsureExamples: TemplateExample[] = [
  {
    description:
      'All three endpoints, in the subnets and route tables of the cluster',
    example: stringify({
      steps: [
        {
          id: 'endpoints',
          name: 'Private endpoints',
          action: 'vault-eks:vpc-endpoints:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
          },
        },
      ],
    }),
  },
  {
    description: 'A KMS endpoint without private DNS beside what the VPC has',
    example: stringify({
      steps: [
        {
          id: 'endpoints',
          name: 'Private endpoints',
          action: 'vault-eks:vpc-endpoints:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            endpoints: {
              dynamodb: 'existing',
              kms: 'create',
              sts: 'existing',
              privateDns: false,
            },
          },
        },
      ],
    }),
  },
];
