import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const roleEnsureExamples: TemplateExample[] = [
  {
    description: 'A role for the table and the key of earlier steps',
    example: stringify({
      steps: [
        {
          id: 'role',
          name: 'IAM role',
          action: 'vault-eks:iam-role:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tableArn: '${{ steps.table.output.tableArn }}',
            keyArn: '${{ steps.key.output.keyArn }}',
          },
        },
      ],
    }),
  },
  {
    description:
      'A role below a path and within a boundary, on things that exist',
    example: stringify({
      steps: [
        {
          id: 'role',
          name: 'IAM role',
          action: 'vault-eks:iam-role:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            role: {
              name: 'payments-vault',
              path: '/payments/',
              permissionsBoundary:
                'arn:aws:iam::111122223333:policy/payments-boundary',
            },
            tableArn:
              'arn:aws:dynamodb:eu-west-1:111122223333:table/payments-vault',
            keyArn:
              'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
          },
        },
      ],
    }),
  },
  {
    description: 'A role for a table that a key of your own encrypts',
    example: stringify({
      steps: [
        {
          id: 'role',
          name: 'IAM role',
          action: 'vault-eks:iam-role:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tableArn:
              'arn:aws:dynamodb:eu-west-1:111122223333:table/payments-vault',
            keyArn:
              'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
            tableKeyArn:
              'arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321',
          },
        },
      ],
    }),
  },
];
