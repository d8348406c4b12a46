import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  parseApp,
  parseSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  appRemovalPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { OwnsNamespace } from '../namespaceOwners';
import { appInput } from '../schema/appInput';
import { appOffboardExamples } from './appOffboard.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:app:offboard`: an application can log in no more; its secrets stay. */
export function createAppOffboardAction(options: {
  readonly vaultEks: VaultEks;
  readonly ownsNamespace: OwnsNamespace;
}) {
  return createTemplateAction({
    id: 'vault-eks:app:offboard',
    description:
      'Ends the login of an application: its role goes, and what it holds of earlier logins ends with their time. Its secrets stay until an administrator deletes them. The namespace must belong to the caller',
    examples: appOffboardExamples,
    supportsDryRun: true,
    schema: {
      input: () => appInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          role: z.string().describe('Login role that is gone'),
          mount: z.string().describe('KV version 2 mount of its secrets'),
          path: z
            .string()
            .describe('Path of its secrets below the mount, which stay'),
        }),
    },
    async handler(ctx) {
      const { app: given, ...input } = ctx.input;
      const spec = parseSpec(input);
      const app = parseApp(given, spec);
      const ownershipRefs = await options.ownsNamespace({
        cluster: spec.cluster,
        namespace: app.namespace,
        credentials: await ctx.getInitiatorCredentials(),
      });
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input,
        part: appRemovalPart({ app, ownershipRefs }),
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
