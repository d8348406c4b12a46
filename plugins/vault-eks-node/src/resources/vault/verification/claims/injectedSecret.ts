import { createHash, randomUUID } from 'node:crypto';
import { withRetries } from '../../../../connections/retry';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { checkPodTemplate, runCheckPod } from '../../../kubernetes/checkPod';
import { loginTokenVolume } from '../../auth/loginTokenVolume';
import { CHECKER, OPERATOR } from '../../auth/roles';
import { Claim, ClaimFailed } from '../Claim';
import { withTestSecret } from '../evidence/checkMount';
import type { Evidence } from '../evidence/Evidence';

const TOKEN_VOLUME = 'login';
/** Characters of a log in a message. */
const LAST_WORDS = 500;
/** An upgrade takes the CA out of the webhook and starts the injector anew, which puts its own back within seconds. */
const ATTEMPTS = 5;
const ANNOTATION = 'vault.hashicorp.com';

/** The injector was not asked. */
class Untouched extends ClaimFailed {}

/** What an application's pod asks of the injector; address and CA are the injector's own, as for any application. */
const annotationsFor = (path: string) => ({
  [`${ANNOTATION}/agent-inject`]: 'true',
  [`${ANNOTATION}/agent-pre-populate-only`]: 'true',
  [`${ANNOTATION}/role`]: CHECKER.name,
  [`${ANNOTATION}/agent-service-account-token-volume-name`]: TOKEN_VOLUME,
  [`${ANNOTATION}/agent-inject-secret-check`]: path,
  [`${ANNOTATION}/agent-inject-template-check`]: `{{ with secret "${path}" }}{{ .Data.data.value }}{{ end }}`,
});

/** A pod that gets the secret into a file, and says only its hash. */
async function hashInPod(
  { spec, kubernetes, session }: Evidence,
  path: string,
  ctx: OperationContext,
): Promise<{ readonly hash: string; readonly node: string }> {
  const { fullname, namespace } = session.pods;
  const template = await checkPodTemplate(
    kubernetes,
    { name: fullname, namespace },
    ctx,
  );
  const { exitCode, log, node, annotations } = await runCheckPod({
    ...{ kubernetes, template, signal: ctx.signal },
    check: {
      owner: spec,
      purpose: 'check-injector',
      serviceAccount: CHECKER.serviceAccount,
      annotations: annotationsFor(path),
      command: ['sha256sum', '/vault/secrets/check'],
      volumes: [loginTokenVolume(TOKEN_VOLUME)],
    },
  });
  if (annotations[`${ANNOTATION}/agent-inject-status`] !== 'injected') {
    throw new Untouched(
      'The pod went through untouched: the API server did not reach the webhook of the injector, on port 8080 of its pods',
    );
  }
  if (exitCode !== 0) {
    throw new ClaimFailed(
      `There was no file in the pod: ${log.trim().slice(-LAST_WORDS)}`,
    );
  }
  return { hash: log.trim().split(/\s+/)[0], node };
}

/** The injector at work, from the webhook to the file. */
export const injectedSecret = (evidence: Evidence): Claim => ({
  id: 'injector-secret',
  claim: 'A pod that asks the injector gets a secret into a file',
  fix: 'See that the API server reaches the injector (security group of the nodes, port 8080), that the pod reaches Vault, and run the deploy again for its role and policy.',
  async try(ctx) {
    await evidence.injector(ctx);
    return await evidence.session.as(OPERATOR, ctx, async open => {
      const value = randomUUID();
      return await withTestSecret({
        session: evidence.session,
        open,
        data: { value },
        signal: ctx.signal,
        use: async path => {
          const { hash, node } = await withRetries(
            () => hashInPod(evidence, path, ctx),
            {
              ...{ signal: ctx.signal, attempts: ATTEMPTS, baseMs: 1_000 },
              retryable: error => error instanceof Untouched,
            },
          );
          if (hash !== createHash('sha256').update(value).digest('hex')) {
            throw new ClaimFailed('The file holds something else');
          }
          return `in a pod on ${node}`;
        },
      });
    });
  },
});
