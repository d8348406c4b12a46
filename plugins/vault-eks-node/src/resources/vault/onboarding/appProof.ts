import { randomUUID } from 'node:crypto';
import { isError } from '@backstage/errors';
import type {
  AppSpec,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { createReadCa } from '../../../connections/vault/publishedCa';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import {
  checkPodTemplate,
  runCheckPod,
  sweepCheckPods,
} from '../../kubernetes/checkPod';
import type { Owner } from '../../kubernetes/ownership';
import type { VaultSession } from '../session/VaultSession';
import { appClaims } from './appClaims';
import { appNames } from './appNames';
import { appPod } from './appPod';
import { newCheckName, testSecrets } from './testSecrets';

/**
 * Has a short-lived pod of the application's own identity read its secret, and fail to read another's. Their names are those
 * of this run, so that another one at the same time proves the same undisturbed. Pod and secrets go in any case; what a killed
 * process leaves, a later run removes.
 */
export function appProof(options: {
  readonly owner: Owner;
  readonly kubernetes: KubernetesConnection;
  readonly session: VaultSession;
  readonly app: AppSpec;
  readonly mount: string;
}): ManagedResource<readonly VerifiedClaim[], readonly VerifiedClaim[]> {
  const { owner, kubernetes, session, app, mount } = options;
  const { namespace, fullname } = session.pods;
  const names = appNames(app);
  const account = `${app.namespace}/${app.serviceAccount}`;
  const secrets = testSecrets(session, mount);
  const readCa = createReadCa({ kubernetes, ...owner });
  let results: readonly VerifiedClaim[] | undefined;

  /** The proof counts, not the tidying: what cannot be removed is told. */
  const remove = async (
    ctx: OperationContext,
    find: () => Promise<readonly string[]>,
  ) => {
    try {
      const paths = await find();
      await Promise.all(paths.map(path => secrets.remove(path)));
    } catch (error) {
      ctx.log(
        `A test secret could not be removed; a later onboarding of ${account} will: ${
          isError(error) ? error.message : 'no reason'
        }`,
      );
    }
  };

  const prove = async (ctx: OperationContext) => {
    const name = newCheckName();
    const own = `${names.checks}/${name}`;
    const foreign = `${names.foreignChecks}/${name}`;
    const values = { own: randomUUID(), foreign: randomUUID() };
    const sweep = { kubernetes, owner, namespace: app.namespace, call: ctx };
    await sweepCheckPods(sweep);
    await Promise.all(
      [names.checks, names.foreignChecks].map(folder =>
        remove(ctx, () => secrets.abandoned(folder, ctx)),
      ),
    );
    try {
      await secrets.write(own, values.own, ctx);
      await secrets.write(foreign, values.foreign, ctx);
      const { log } = await runCheckPod({
        kubernetes,
        check: appPod({
          ...{ owner, app, names, mount, own, foreign },
          address: `https://${fullname}-active.${namespace}.svc:8200`,
          caPem: await readCa(ctx),
        }),
        template: await checkPodTemplate(
          kubernetes,
          { name: fullname, namespace },
          ctx,
        ),
        signal: ctx.signal,
      });
      return appClaims({ log, account, role: names.role, values });
    } finally {
      await Promise.all(
        [own, foreign].map(path => remove(ctx, async () => [path])),
      );
    }
  };

  return {
    title: `Proof that ${account} reads its own secrets and no others`,
    observe: async () => results,
    diff: () => [],
    async create(ctx) {
      results = await prove(ctx);
      for (const { passed, claim, detail } of results) {
        ctx.log(
          `${passed ? 'pass' : 'FAIL'}: ${claim}${
            detail ? ` (${detail})` : ''
          }`,
        );
      }
    },
    async update() {
      // It is tried anew in each run.
    },
    async delete() {
      // It leaves nothing.
    },
    output: found => found,
  };
}
