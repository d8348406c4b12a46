import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  renewalPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { tlsRenewInput } from '../schema/tlsInput';
import { putOut, runPart } from './runPart';
import { tlsRenewExamples } from './tlsRenew.examples';

/** `vault-eks:tls:renew`: a new certificate for a running Vault. */
export function createTlsRenewAction(options: { readonly vaultEks: VaultEks }) {
  return createTemplateAction({
    id: 'vault-eks:tls:renew',
    description:
      'Renews the certificate of a running Vault within the window before its end, or at once with force, and has every pod serve it without a restart. Also reloads pods that serve an older one than their secret holds. Run it on a schedule',
    examples: tlsRenewExamples,
    supportsDryRun: true,
    schema: {
      input: () => tlsRenewInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z
            .boolean()
            .describe('Whether a certificate was renewed or a pod reloaded'),
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
      const { force, ...input } = ctx.input;
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input,
        part: renewalPart({ force: force ?? false }),
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
