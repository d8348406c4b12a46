import { randomBytes } from 'node:crypto';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { V1CertificateSigningRequest } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import type { OperationContext } from '../../../engine/ManagedResource';
import { Owner, ownershipMarks } from '../ownership';
import { certificateFaults, CertificateMaterial } from './inspectCertificate';
import { newKeyAndRequest } from './keyAndRequest';
import type { SubjectNames } from './subjectNames';

/** The only EKS signer that signs certificates for applications. */
export const SIGNER = 'beta.eks.amazonaws.com/app-serving';

const USAGES = ['digital signature', 'key encipherment', 'server auth'];
const YEAR_SECONDS = 365 * 24 * 3600;

/** The signer takes seconds; an approved request that is not signed by then never will be. */
const ISSUE_TIMEOUT_MS = 2 * 60_000;

const base64 = (text: string) => Buffer.from(text).toString('base64');

function isExactly(csr: V1CertificateSigningRequest, request: string): boolean {
  return (
    csr.spec.request === request &&
    csr.spec.signerName === SIGNER &&
    [...(csr.spec.usages ?? [])].sort().join() === [...USAGES].sort().join()
  );
}

function issued(csr: V1CertificateSigningRequest): string | undefined {
  const verdict = csr.status?.conditions?.find(
    c => c.type === 'Denied' || c.type === 'Failed',
  );
  if (verdict) {
    throw new ConflictError(
      `Certificate request ${
        csr.metadata?.name
      } was ${verdict.type.toLowerCase()}: ${
        verdict.message ?? verdict.reason ?? 'no reason given'
      }`,
    );
  }
  const { certificate } = csr.status ?? {};
  return certificate && Buffer.from(certificate, 'base64').toString('utf8');
}

/**
 * Makes a key, has the cluster's CA sign its certificate and checks the result before anyone relies on it. The request
 * is approved only when what the API server stored is byte for byte what this run sent.
 */
export async function issueCertificate(options: {
  readonly kubernetes: KubernetesConnection;
  readonly owner: Owner;
  readonly names: SubjectNames;
  readonly ctx: OperationContext;
}): Promise<CertificateMaterial> {
  const { kubernetes, owner, names, ctx } = options;
  const { keyPem, requestPem } = await newKeyAndRequest(names);
  const name = `vault-eks-${owner.namespace}-${owner.release}-${randomBytes(
    5,
  ).toString('hex')}`;
  const request = base64(requestPem);
  const stored = await kubernetes.create<V1CertificateSigningRequest>(
    {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name, ...ownershipMarks(owner) },
      spec: {
        request,
        signerName: SIGNER,
        usages: USAGES,
        expirationSeconds: YEAR_SECONDS,
      },
    },
    ctx,
  );
  if (!isExactly(stored, request)) {
    throw new ConflictError(
      `Certificate request ${name} was changed on its way into the cluster; it was not approved`,
    );
  }
  await kubernetes.approve(stored, ctx);
  ctx.log(`Certificate request ${name} approved; waiting for ${SIGNER}`);
  const certificatePem = await poll(
    async () => {
      const csr = await kubernetes.get<V1CertificateSigningRequest>(
        {
          apiVersion: 'certificates.k8s.io/v1',
          kind: 'CertificateSigningRequest',
          name,
        },
        ctx,
      );
      return csr && issued(csr);
    },
    {
      signal: ctx.signal,
      timeoutMs: ISSUE_TIMEOUT_MS,
      intervalMs: 500,
      onTimeout: () =>
        new ServiceUnavailableError(
          `${SIGNER} did not sign certificate request ${name} within two minutes; see kubectl describe csr ${name}`,
        ),
    },
  );
  const material = { keyPem, certificatePem, caPem: kubernetes.caPem };
  const faults = certificateFaults(material, names, new Date());
  if (faults.length > 0) {
    throw new ConflictError(
      `The certificate that ${SIGNER} issued cannot serve Vault: ${faults.join(
        '; ',
      )}`,
    );
  }
  return material;
}
