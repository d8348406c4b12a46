import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const tlsIssueExamples: TemplateExample[] = [
  {
    description: 'A certificate signed by the CA of the EKS cluster',
    example: stringify({
      steps: [
        {
          id: 'certificate',
          name: 'Certificate',
          action: 'vault-eks:tls:issue',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tls: {
              keyAlgorithm: 'RSA-3072',
              extraDnsNames: ['vault.example.com'],
              extraIps: ['10.0.4.7'],
            },
          },
        },
      ],
    }),
  },
  {
    description: 'A certificate that cert-manager issues and renews',
    example: stringify({
      steps: [
        {
          id: 'certificate',
          name: 'Certificate',
          action: 'vault-eks:tls:issue',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tls: {
              signer: 'cert-manager',
              issuer: { name: 'platform-ca', kind: 'ClusterIssuer' },
            },
          },
        },
      ],
    }),
  },
  {
    description: 'A check of the certificate in an existing secret',
    example: stringify({
      steps: [
        {
          id: 'certificate',
          name: 'Certificate',
          action: 'vault-eks:tls:issue',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            tls: { signer: 'secret', secret: 'corporate-vault-tls' },
          },
        },
      ],
    }),
  },
];
