import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const clusterVerifyExamples: TemplateExample[] = [
  {
    description: 'Verify a Vault that was deployed before',
    example: stringify({
      steps: [
        {
          id: 'verify',
          name: 'Verify Vault',
          action: 'vault-eks:cluster:verify',
          input: { cluster: 'platform-prod', region: 'eu-west-1' },
        },
      ],
    }),
  },
];
