import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const clusterDeployExamples: TemplateExample[] = [
  {
    description: 'Deploy Vault with the safe defaults',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          name: 'Deploy Vault',
          action: 'vault-eks:cluster:deploy',
          input: { cluster: 'platform-prod', region: 'eu-west-1' },
        },
      ],
    }),
  },
  {
    description:
      'Deploy five Vault pods with an internal load balancer and an existing seal key, for a named owner',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          name: 'Deploy Vault',
          action: 'vault-eks:cluster:deploy',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            account: '111122223333',
            replicas: 5,
            seal: { key: 'existing', keyId: 'alias/vault-seal' },
            ui: { exposure: 'internal', sourceRanges: ['10.0.0.0/8'] },
            audit: { size: '50Gi' },
            custody: { recoveryShares: 7, recoveryThreshold: 4 },
            owner: 'group:default/platform-team',
          },
        },
      ],
    }),
  },
  {
    description: 'Recovery shares that only their holders can read',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          name: 'Deploy Vault',
          action: 'vault-eks:cluster:deploy',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            custody: {
              recoveryThreshold: 2,
              pgp: {
                holders: [
                  {
                    name: 'ada@example.com',
                    publicKey: '${{ parameters.adasKey }}',
                  },
                  {
                    name: 'grace@example.com',
                    publicKey: '${{ parameters.gracesKey }}',
                  },
                  {
                    name: 'joan@example.com',
                    publicKey: '${{ parameters.joansKey }}',
                  },
                ],
              },
            },
          },
        },
      ],
    }),
  },
  {
    description:
      'Start over after a deploy whose recovery keys never arrived, by the name of the table',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          name: 'Deploy Vault',
          action: 'vault-eks:cluster:deploy',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            reinitialise: 'vault-platform-prod-vault-vault',
          },
        },
      ],
    }),
  },
  {
    description:
      'Configure a Vault that others have initialised, with a token that a person hands in',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          name: 'Deploy Vault',
          action: 'vault-eks:cluster:deploy',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            vaultToken: '${{ secrets.VAULT_TOKEN }}',
          },
        },
      ],
    }),
  },
];
