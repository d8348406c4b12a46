import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../../../connections/kubernetes';
import { poll } from '../../../../../connections/poll';
import type { OperationContext } from '../../../../../engine/ManagedResource';
import {
  CERT_MANAGER,
  CertificateObject,
  Condition,
  conditionOf,
  WithConditions,
  wordsOf,
} from './objects';

/** Issuers that ask people or DNS take minutes. */
const READY_TIMEOUT_MS = 5 * 60_000;

const CERTIFICATE_NAME = 'cert-manager.io/certificate-name';

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** Names the Certificate. */
export const certificateRef = ({ name, namespace }: Named) => ({
  apiVersion: CERT_MANAGER,
  kind: 'Certificate',
  name,
  namespace,
});

/** What cert-manager's newest request for this certificate says; empty when there is none, or it may not be read. */
async function requestWords(
  kubernetes: KubernetesConnection,
  { name, namespace }: Named,
  ctx: OperationContext,
): Promise<string> {
  const list = { apiVersion: CERT_MANAGER, kind: 'CertificateRequest' };
  const requests = await kubernetes
    .list<WithConditions>({ ...list, namespace }, ctx)
    .catch(() => []);
  ctx.signal.throwIfAborted();
  const createdAt = ({ metadata }: KubernetesObject) =>
    new Date(metadata?.creationTimestamp ?? 0).getTime();
  const newest = requests
    .filter(r => r.metadata?.annotations?.[CERTIFICATE_NAME] === name)
    .sort((a, b) => createdAt(b) - createdAt(a))[0];
  const said = ['Denied', 'InvalidRequest', 'Ready']
    .map(type => conditionOf(newest, type))
    .filter(c => c && (c.type !== 'Ready' || c.status !== 'True'))
    .map(wordsOf);
  return said.length > 0
    ? `CertificateRequest ${newest.metadata?.name} says ${said.join('; ')}`
    : '';
}

/** Whether a condition tells of the object as it stands now, and not as it was before its spec was changed. */
function isCurrent(
  condition: Condition | undefined,
  object: CertificateObject | undefined,
): boolean {
  const { observedGeneration } = condition ?? {};
  return (
    observedGeneration === undefined ||
    observedGeneration === object?.metadata?.generation
  );
}

/**
 * Whether cert-manager has given up for now; it tries again only after an hour and more, unless the spec changes. The reason
 * is that of its request, and once the certificate is issued the condition goes. Source: cert-manager,
 * `certificates/issuing` controller.
 */
export function hasFailed(certificate: CertificateObject | undefined): boolean {
  const issuing = conditionOf(certificate, 'Issuing');
  return issuing?.status === 'False' && isCurrent(issuing, certificate);
}

/**
 * Waits until the Certificate is Ready for what its spec says now, and, when it was to be renewed, until it is a newer one.
 *
 * @throws ConflictError when cert-manager gave up, with its reason
 * @throws ServiceUnavailableError when it is not Ready in time, with the reason it gives
 */
export async function untilReady(
  options: Named & {
    readonly kubernetes: KubernetesConnection;
    readonly ctx: OperationContext;
    /** Revision that is not new enough. */
    readonly beyond?: number;
    readonly timeoutMs?: number;
  },
): Promise<void> {
  const { kubernetes, ctx, beyond = 0 } = options;
  const { timeoutMs = READY_TIMEOUT_MS } = options;
  const what = `Certificate ${options.namespace}/${options.name}`;
  let last: CertificateObject | undefined;
  const reason = async () =>
    [
      wordsOf(conditionOf(last, 'Issuing')) ||
        wordsOf(conditionOf(last, 'Ready')) ||
        'cert-manager has not looked at it',
      await requestWords(kubernetes, options, ctx),
    ]
      .filter(Boolean)
      .join('. ');
  const advice = `Look at kubectl describe certificate ${options.name} -n ${options.namespace}, mend the issuer, and run again`;

  const ready = async () => {
    last = await kubernetes.get<CertificateObject>(
      certificateRef(options),
      ctx,
    );
    const found = conditionOf(last, 'Ready');
    const isReady =
      found?.status === 'True' &&
      isCurrent(found, last) &&
      conditionOf(last, 'Issuing')?.status !== 'True' &&
      (last?.status?.revision ?? 0) > beyond;
    if (isReady) {
      return true;
    }
    if (hasFailed(last)) {
      throw new ConflictError(
        `${what} was not issued: ${await reason()}. ${advice}`,
      );
    }
    return undefined;
  };
  class NotInTime extends Error {}
  await poll(ready, {
    signal: ctx.signal,
    timeoutMs,
    intervalMs: 500,
    onTimeout: () => new NotInTime(),
  }).catch(async error => {
    if (!(error instanceof NotInTime)) {
      throw error;
    }
    throw new ServiceUnavailableError(
      `${what} is not Ready after ${Math.round(
        timeoutMs / 1000,
      )} seconds: ${await reason()}. ${advice}`,
    );
  });
}
