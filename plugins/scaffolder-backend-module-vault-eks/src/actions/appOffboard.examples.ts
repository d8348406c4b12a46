import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const appOffboardExamples: TemplateExample[] = [
  {
    description: 'An application that is given up',
    example: stringify({
      steps: [
        {
          id: 'offboard',
          name: 'End its logins',
          action: 'vault-eks:app:offboard',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            app: { namespace: 'shop', serviceAccount: 'cart' },
          },
        },
      ],
    }),
  },
];
