import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const action = 'vault-eks:audit:enable';

export const auditEnableExamples: TemplateExample[] = [
  {
    description: 'A file on the volume, and stdout',
    example: stringify({
      steps: [
        {
          id: 'audit',
          name: 'Audit devices',
          action,
          input: { cluster: 'platform-prod', region: 'eu-west-1' },
        },
      ],
    }),
  },
  {
    description: 'A file that its group may read, stdout, and a collector',
    example: stringify({
      steps: [
        {
          id: 'audit',
          name: 'Audit devices',
          action,
          input: {
            cluster: 'platform-prod',
            region: 'eu-west-1',
            audit: {
              devices: [
                { type: 'file', mode: '0640' },
                { type: 'stdout' },
                {
                  type: 'socket',
                  path: 'collector',
                  address: 'collector.logging.svc:9090',
                },
              ],
              acknowledgeSocket: true,
            },
          },
        },
      ],
    }),
  },
];
