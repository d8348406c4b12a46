import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const action = 'vault-eks:vault:init';

export const vaultInitExamples: TemplateExample[] = [
  {
    description: 'Seven shares, of which four recover, in a secret of its own',
    example: stringify({
      steps: [
        {
          id: 'init',
          name: 'Initialise Vault',
          action,
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            custody: {
              secretName: 'security/vault/recovery',
              recoveryShares: 7,
              recoveryThreshold: 4,
            },
          },
        },
      ],
    }),
  },
];
