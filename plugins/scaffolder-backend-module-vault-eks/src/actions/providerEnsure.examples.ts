import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const providerEnsureExamples: TemplateExample[] = [
  {
    description: 'The provider of a cluster',
    example: stringify({
      steps: [
        {
          id: 'provider',
          name: 'OIDC provider',
          action: 'vault-eks:oidc-provider:ensure',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
          },
        },
      ],
    }),
  },
];
