import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  parseApp,
  parseSpec,
  renderClaims,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  appPart,
  LOGIN_AUDIENCE,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { appPodTemplate } from '../appPodTemplate';
import type { OwnsNamespace } from '../namespaceOwners';
import { appInput } from '../schema/appInput';
import { claimsAsJson, claimsOutput } from '../schema/claimsOutput';
import { appOnboardExamples } from './appOnboard.examples';
import { refuseFailures } from './refuseFailures';
import { putOut, runPart } from './runPart';

/** `vault-eks:app:onboard`: an application gets a path, a policy and a role, and proves that it can use them. */
export function createAppOnboardAction(options: {
  readonly vaultEks: VaultEks;
  readonly ownsNamespace: OwnsNamespace;
}) {
  return createTemplateAction({
    id: 'vault-eks:app:onboard',
    description:
      'Brings an application into a deployed Vault: a path of its own for its secrets, a policy that opens nothing else, and a login role for its service account. A short-lived pod of that service account proves that it reads its own secret and is refused another. The namespace must belong to the caller',
    examples: appOnboardExamples,
    supportsDryRun: true,
    schema: {
      input: z =>
        appInput.extend({
          prove: z
            .boolean()
            .default(true)
            .describe(
              'Prove it by a short-lived pod in the namespace of the application',
            ),
        }),
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          claims: claimsOutput,
          role: z.string().describe('Login role of the application'),
          policy: z.string().describe('Policy that the role gives'),
          mount: z.string().describe('KV version 2 mount of its secrets'),
          path: z.string().describe('Path of its secrets below the mount'),
          podTemplate: z
            .string()
            .describe(
              'Annotations and volume for the pod template of the application, as YAML',
            ),
        }),
    },
    async handler(ctx) {
      const { app: given, prove = true, ...input } = ctx.input;
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
        part: appPart({ app, ownershipRefs, prove }),
      });
      const { claims = [], ...names } = outputs;
      ctx.output('report', [report, ...renderClaims(claims)].join('\n'));
      ctx.output('changed', changed);
      ctx.output('claims', claimsAsJson(claims));
      putOut(ctx, names);
      const { role, mount, path } = names;
      if (role && mount && path) {
        const { serviceAccount } = app;
        const pod = { role, mount, path, serviceAccount };
        ctx.output(
          'podTemplate',
          appPodTemplate({ ...pod, audience: LOGIN_AUDIENCE }),
        );
      }
      refuseFailures(claims);
    },
  });
}
