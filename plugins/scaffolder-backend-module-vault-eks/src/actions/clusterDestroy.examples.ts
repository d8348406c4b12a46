import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const clusterDestroyExamples: TemplateExample[] = [
  {
    description: 'Take a Vault down and keep what bears data',
    example: stringify({
      steps: [
        {
          id: 'destroy',
          name: 'Take Vault down',
          action: 'vault-eks:cluster:destroy',
          input: {
            cluster: 'platform-dev',
            region: 'eu-west-1',
            confirm: 'platform-dev/vault/vault',
          },
        },
      ],
    }),
  },
  {
    description: 'Take a Vault down with its data, each thing named in full',
    example: stringify({
      steps: [
        {
          id: 'destroy',
          name: 'Take Vault down',
          action: 'vault-eks:cluster:destroy',
          input: {
            cluster: 'platform-dev',
            region: 'eu-west-1',
            confirm: 'platform-dev/vault/vault',
            alsoDelete: {
              table: 'vault-platform-dev-vault-vault',
              sealKey: 'alias/vault-platform-dev-vault-vault-seal',
              custodySecret: 'vault-eks/platform-dev/vault/vault/recovery',
              volumes: 'vault/vault',
            },
          },
        },
      ],
    }),
  },
  {
    description:
      'Remove what a Vault left on AWS whose EKS cluster was deleted',
    example: stringify({
      steps: [
        {
          id: 'destroy',
          name: 'Remove what is left on AWS',
          action: 'vault-eks:cluster:destroy',
          input: {
            cluster: 'platform-dev',
            region: 'eu-west-1',
            confirm: 'platform-dev/vault/vault',
            onlyAws: true,
          },
        },
      ],
    }),
  },
];
