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
import { testSecrets } from './testSecrets';

/**
 * Has a short-lived pod of the application's own identity read its secret, and fail to read another's. Pod and secrets go
 * in any case; what a killed process leaves, the next one overwrites and removes.
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

  const prove = async (ctx: OperationContext) => {
    const values = { own: randomUUID(), foreign: randomUUID() };
    const sweep = { kubernetes, owner, namespace: app.namespace, call: ctx };
    await sweepCheckPods(sweep);
    try {
      await secrets.write(names.check, values.own, ctx);
      await secrets.write(names.foreignCheck, values.foreign, ctx);
      const { log } = await runCheckPod({
        kubernetes,
        check: appPod({
          ...{ owner, app, names, mount },
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
      const left = await Promise.allSettled(
        [names.check, names.foreignCheck].map(path => secrets.remove(path)),
      );
      for (const outcome of left) {
        if (outcome.status === 'rejected') {
          ctx.log(
            `A test secret could not be removed; the next onboarding of ${account} will: ${
              isError(outcome.reason) ? outcome.reason.message : 'no reason'
            }`,
          );
        }
      }
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
