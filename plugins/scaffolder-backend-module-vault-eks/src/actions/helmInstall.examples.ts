import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const helmInstallExamples: TemplateExample[] = [
  {
    description: 'The chart on what earlier steps have made',
    example: stringify({
      steps: [
        {
          id: 'chart',
          name: 'Vault chart',
          action: 'vault-eks:helm:install',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tableArn: '${{ steps.aws.output.tableArn }}',
            keyArn: '${{ steps.aws.output.keyArn }}',
            roleArn: '${{ steps.aws.output.roleArn }}',
          },
        },
      ],
    }),
  },
  {
    description:
      'Five pods with more memory, for two namespaces and a database',
    example: stringify({
      steps: [
        {
          id: 'chart',
          name: 'Vault chart',
          action: 'vault-eks:helm:install',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            replicas: 5,
            networkPolicy: {
              clientNamespaces: ['shop', 'payments'],
              egress: [{ range: '10.20.0.0/16', ports: [5432] }],
            },
            values: {
              server: {
                resources: {
                  requests: { cpu: '1', memory: '2Gi' },
                  limits: { memory: '4Gi' },
                },
              },
            },
            tableArn:
              'arn:aws:dynamodb:eu-west-1:111122223333:table/payments-vault',
            keyArn:
              'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
            roleArn: 'arn:aws:iam::111122223333:role/payments-vault',
          },
        },
      ],
    }),
  },
];
