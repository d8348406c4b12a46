import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  certificatePart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { tlsInput } from '../schema/tlsInput';
import { putOut, runPart } from './runPart';
import { tlsIssueExamples } from './tlsIssue.examples';

/** `vault-eks:tls:issue`: the certificate of Vault alone. */
export function createTlsIssueAction(options: { readonly vaultEks: VaultEks }) {
  return createTemplateAction({
    id: 'vault-eks:tls:issue',
    description:
      'Issues the certificate that Vault serves with into a secret of its namespace, and publishes its CA in a ConfigMap. One that is fit and not about to end is kept; pods that run already are made to serve it without a restart',
    examples: tlsIssueExamples,
    supportsDryRun: true,
    schema: {
      input: () => tlsInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          secretName: z
            .string()
            .describe('Secret with key, certificate and CA, in the namespace'),
          caConfigMap: z
            .string()
            .describe(
              'ConfigMap with the CA in its entry ca.crt, in the namespace',
            ),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: certificatePart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
