import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const tableEnsureExamples: TemplateExample[] = [
  {
    description:
      'A table on demand, with continuous backups and deletion protection',
    example: stringify({
      steps: [
        {
          id: 'table',
          name: 'Table',
          action: 'vault-eks:dynamodb-table:ensure',
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
      'A provisioned table of another name, encrypted by a customer key',
    example: stringify({
      steps: [
        {
          id: 'table',
          name: 'Table',
          action: 'vault-eks:dynamodb-table:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            storage: {
              table: 'payments-vault',
              billing: 'provisioned',
              readCapacity: 20,
              writeCapacity: 10,
              encryption: 'customer-key',
              encryptionKey:
                'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
            },
            tags: {
              'cost-centre': 'payments',
            },
          },
        },
      ],
    }),
  },
];
