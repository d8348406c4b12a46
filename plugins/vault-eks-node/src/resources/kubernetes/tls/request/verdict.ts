import { ConflictError } from '@backstage/errors';
import type {
  CoreV1Event,
  V1CertificateSigningRequest,
} from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../../connections/kubernetes';
import { SIGNER } from './signingRequest';

/** Kubernetes keeps an approved, denied, failed or issued request for an hour. Source: CertificateSigningRequest, lifecycle. */
const KEPT_MS = 3_600_000;

const condition = (csr: V1CertificateSigningRequest, type: string) =>
  csr.status?.conditions?.find(c => c.type === type);

/** Whether somebody has approved the request already. */
export const isApproved = (csr: V1CertificateSigningRequest) =>
  condition(csr, 'Approved')?.status === 'True';

function reasonIn(csr: V1CertificateSigningRequest, type: string): string {
  const { reason, message } = condition(csr, type) ?? {};
  return [reason, message].filter(Boolean).join(': ') || 'no reason given';
}

/** @throws ConflictError when the request was denied or has failed, with the reason that was given */
export function refuseVerdict(csr: V1CertificateSigningRequest): void {
  const name = csr.metadata?.name;
  if (condition(csr, 'Denied')) {
    throw new ConflictError(
      `Certificate request ${name} was denied: ${reasonIn(
        csr,
        'Denied',
      )}. Somebody or something in the cluster denies requests to ${SIGNER}; have it let those of this product pass (they are named vault-eks-…), or choose another tls.signer, and run again`,
    );
  }
  if (condition(csr, 'Failed')) {
    throw new ConflictError(
      `${SIGNER} refused certificate request ${name}: ${reasonIn(
        csr,
        'Failed',
      )}. Change what it names, such as a name in tls.extraDnsNames or ui.hostname, or choose another tls.signer, and run again`,
    );
  }
}

/** The error of a request that is not there any more, though its certificate was not read. */
export function goneError(name: string, waitedMs: number): ConflictError {
  const cause =
    waitedMs >= KEPT_MS
      ? `Kubernetes collected it: it keeps an approved request for an hour, and this run came back for it after ${Math.round(
          waitedMs / 60_000,
        )} minutes`
      : 'somebody deleted it';
  return new ConflictError(
    `Certificate request ${name} is gone before its certificate was read; ${cause}. Its key went with this run, so nothing of it can be used. Run again: it makes a new key and a new request`,
  );
}

/** What the signer said of a request in events; nothing when they may not be read. */
async function eventsOf(
  kubernetes: KubernetesConnection,
  name: string,
  call: CallOptions,
): Promise<readonly string[]> {
  // Events about things without a namespace are kept in `default`.
  const events = await kubernetes
    .list<CoreV1Event>(
      {
        apiVersion: 'v1',
        kind: 'Event',
        namespace: 'default',
        fieldSelector: `involvedObject.kind=CertificateSigningRequest,involvedObject.name=${name}`,
      },
      call,
    )
    .catch(() => []);
  call.signal.throwIfAborted();
  return events.flatMap(({ reason, message }) =>
    message ? [`${reason}: ${message}`] : [],
  );
}

/** What is known of why an approved request was never signed, for a message. */
export async function whyNeverIssued(
  kubernetes: KubernetesConnection,
  csr: V1CertificateSigningRequest,
  call: CallOptions,
): Promise<string> {
  const said = [
    ...(await eventsOf(kubernetes, csr.metadata?.name ?? '', call)),
    ...(csr.status?.conditions ?? [])
      .filter(({ type }) => type !== 'Approved')
      .map(({ type, message }) => `${type}: ${message ?? 'no message'}`),
  ];
  return said.length > 0
    ? `it says: ${said.join('; ')}`
    : 'it gave no reason, in no condition and no event';
}
