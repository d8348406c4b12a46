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
  {
    description:
      'Verify every claim and go on, for a template that shows the report',
    example: stringify({
      steps: [
        {
          id: 'verify',
          name: 'Verify Vault',
          action: 'vault-eks:cluster:verify',
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            continueOnFailure: true,
          },
        },
      ],
      output: {
        text: [
          {
            title: 'Verification',
            content: '${{ steps.verify.output.markdown }}',
          },
        ],
      },
    }),
  },
];
