import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const tlsRenewExamples: TemplateExample[] = [
  {
    description: 'Renew when fewer than 60 days are left',
    example: stringify({
      steps: [
        {
          id: 'renew',
          name: 'Renew',
          action: 'vault-eks:tls:renew',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tls: { renewBeforeDays: 60 },
          },
        },
      ],
    }),
  },
  {
    description: 'Renew now, since the key may have been seen by others',
    example: stringify({
      steps: [
        {
          id: 'renew',
          name: 'Renew',
          action: 'vault-eks:tls:renew',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            force: true,
          },
        },
      ],
    }),
  },
];
