import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const keyEnsureExamples: TemplateExample[] = [
  {
    description: 'A dedicated key that is rotated once a year',
    example: stringify({
      steps: [
        {
          id: 'key',
          name: 'Seal key',
          action: 'vault-eks:kms-key:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
          },
        },
      ],
    }),
  },
  {
    description: 'A key of another alias that only two roles may ever disable',
    example: stringify({
      steps: [
        {
          id: 'key',
          name: 'Seal key',
          action: 'vault-eks:kms-key:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            seal: {
              alias: 'alias/payments-vault',
              rotationPeriodDays: 180,
              breakGlassPrincipals: [
                'arn:aws:iam::111122223333:role/break-glass',
              ],
            },
          },
        },
      ],
    }),
  },
];
