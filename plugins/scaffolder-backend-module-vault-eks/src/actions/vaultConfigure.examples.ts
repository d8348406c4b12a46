import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const action = 'vault-eks:vault:configure';

export const vaultConfigureExamples: TemplateExample[] = [
  {
    description: 'With the administrators of Kubernetes only',
    example: stringify({
      steps: [
        {
          id: 'configure',
          name: 'Logins and policies',
          action,
          input: { cluster: 'platform-prod', region: 'eu-west-1' },
        },
      ],
    }),
  },
  {
    description: 'With a role on AWS that administers too',
    example: stringify({
      steps: [
        {
          id: 'configure',
          name: 'Logins and policies',
          action,
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            admin: {
              serviceAccount: 'vault-admin',
              awsPrincipals: ['arn:aws:iam::111122223333:role/platform-admins'],
            },
          },
        },
      ],
    }),
  },
];
