import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const action = 'vault-eks:app:onboard';

export const appOnboardExamples: TemplateExample[] = [
  {
    description: 'An application that reads its secrets',
    example: stringify({
      steps: [
        {
          id: 'onboard',
          name: 'Bring the application into Vault',
          action,
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            app: { namespace: 'shop', serviceAccount: 'cart' },
          },
        },
      ],
    }),
  },
  {
    description:
      'One that writes its secrets too, in a Vault of another name, without a pod to prove it',
    example: stringify({
      steps: [
        {
          id: 'onboard',
          name: 'Bring the application into Vault',
          action,
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            namespace: 'vault-payments',
            release: 'vault-payments',
            app: {
              namespace: 'payments',
              serviceAccount: 'ledger',
              access: 'read-write',
              tokenTtlSeconds: 900,
            },
            prove: false,
          },
        },
      ],
    }),
  },
];
