import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const clusterRegisterExamples: TemplateExample[] = [
  {
    description: 'Register the Vault that an earlier step deployed',
    example: stringify({
      steps: [
        {
          id: 'register',
          name: 'Register Vault',
          action: 'vault-eks:cluster:register',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            account: '${{ steps.deploy.output.account }}',
            uiUrl: '${{ steps.deploy.output.uiUrl }}',
            owner: 'group:default/platform-team',
            spec: '${{ steps.deploy.output.spec }}',
          },
        },
      ],
    }),
  },
];
