import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { V1CertificateSigningRequest } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../../connections/kubernetes';
import { poll } from '../../../../connections/poll';
import type { OperationContext } from '../../../../engine/ManagedResource';
import type { Owner } from '../../ownership';
import { certificateFaults, CertificateMaterial } from '../inspectCertificate';
import type { SubjectNames } from '../subjectNames';
import { KeyAlgorithm, newKeyAndRequest } from './keyAndRequest';
import {
  asksTheSame,
  requestRef,
  SIGNER,
  signingRequest,
} from './signingRequest';
import {
  goneError,
  isApproved,
  refuseVerdict,
  whyNeverIssued,
} from './verdict';

/** The signer takes seconds; an approved request that is not signed by then never will be. */
const ISSUE_TIMEOUT_MS = 2 * 60_000;

/** Others may touch the request, such as a controller that labels it; each time it is judged anew. */
const MOST_APPROVALS = 5;

/** What a certificate is issued for, and how. */
export interface IssueOptions {
  readonly kubernetes: KubernetesConnection;
  readonly owner: Owner;
  readonly names: SubjectNames;
  readonly algorithm: KeyAlgorithm;
  readonly ctx: OperationContext;
  readonly now: () => Date;
  /** How long the signer is waited for; given in tests. */
  readonly timeoutMs?: number;
}

/** Approves the request that was sent, and nothing else: what is stored is compared with it before every try. */
async function approve(
  { kubernetes, ctx }: IssueOptions,
  sent: V1CertificateSigningRequest,
  first: V1CertificateSigningRequest,
): Promise<void> {
  const name = sent.metadata?.name ?? '';
  let stored: V1CertificateSigningRequest | undefined = first;
  for (let tries = 1; ; tries++) {
    if (!stored) {
      throw goneError(name, 0);
    }
    refuseVerdict(stored);
    if (!asksTheSame(stored, sent)) {
      throw new ConflictError(
        `Certificate request ${name} was changed on its way into the cluster; it was not approved. Find the admission webhook that changes CertificateSigningRequests, and run again`,
      );
    }
    if (isApproved(stored)) {
      return;
    }
    try {
      await kubernetes.approve(stored, ctx);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === MOST_APPROVALS) {
        throw error;
      }
    }
    stored = await kubernetes.get<V1CertificateSigningRequest>(
      requestRef(name),
      ctx,
    );
  }
}

/** Ends the wait for the signer; what is known of why takes a further question. */
class NeverIssued extends Error {}

async function collect(
  options: IssueOptions,
  name: string,
  sentAt: number,
): Promise<string> {
  const { kubernetes, ctx, now, timeoutMs = ISSUE_TIMEOUT_MS } = options;
  let last: V1CertificateSigningRequest | undefined;
  const certificate = await poll(
    async () => {
      last = await kubernetes.get<V1CertificateSigningRequest>(
        requestRef(name),
        ctx,
      );
      if (!last) {
        throw goneError(name, now().getTime() - sentAt);
      }
      refuseVerdict(last);
      return last.status?.certificate || undefined;
    },
    {
      signal: ctx.signal,
      timeoutMs,
      intervalMs: 500,
      onTimeout: () => new NeverIssued(),
    },
  ).catch(async error => {
    if (!(error instanceof NeverIssued) || !last) {
      throw error;
    }
    throw new ServiceUnavailableError(
      `${SIGNER} did not sign certificate request ${name} within ${Math.round(
        timeoutMs / 1000,
      )} seconds, though it is approved; ${await whyNeverIssued(
        kubernetes,
        last,
        ctx,
      )}. Look at it with kubectl describe csr ${name}; then run again, or choose another tls.signer`,
    );
  });
  return Buffer.from(certificate, 'base64').toString('utf8');
}

/**
 * Makes a key, has the cluster's CA sign its certificate and checks the result before anyone relies on it. The request
 * is approved only when what the API server stored is byte for byte what this run sent.
 *
 * @throws ConflictError when the request was changed, denied, refused by the signer or is gone, or the certificate is unfit
 * @throws ServiceUnavailableError when the signer does not sign in time
 */
export async function issueCertificate(
  options: IssueOptions,
): Promise<CertificateMaterial> {
  const { kubernetes, owner, names, algorithm, ctx, now } = options;
  const { keyPem, requestPem } = await newKeyAndRequest(names, algorithm);
  const sent = signingRequest(owner, requestPem);
  const name = sent.metadata?.name ?? '';
  const sentAt = now().getTime();
  const stored = await kubernetes.create<V1CertificateSigningRequest>(
    structuredClone(sent),
    ctx,
  );
  await approve(options, sent, stored);
  ctx.log(`Certificate request ${name} approved; waiting for ${SIGNER}`);
  const certificatePem = await collect(options, name, sentAt);
  const material = { keyPem, certificatePem, caPem: kubernetes.caPem };
  const faults = certificateFaults(material, {
    names,
    now: now(),
    ca: 'the cluster CA',
  });
  if (faults.length > 0) {
    throw new ConflictError(
      `The certificate that ${SIGNER} issued cannot serve Vault: ${faults.join(
        '; ',
      )}. It was thrown away`,
    );
  }
  return material;
}
