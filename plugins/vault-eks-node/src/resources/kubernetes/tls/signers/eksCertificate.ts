import { createHash } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import type { V1Secret } from '@kubernetes/client-node';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../../engine/ManagedResource';
import { isOurs, ownershipMarks } from '../../ownership';
import {
  algorithmOf,
  certificateFaults,
  CertificateMaterial,
  daysLeft,
  readCertificates,
} from '../inspectCertificate';
import { issueCertificate } from '../request/issueCertificate';
import { materialOf, secretRef } from '../secretMaterial';
import { ServerCertificateOutput, TLS_FILES } from '../ServerCertificateOutput';
import { subjectNames } from '../subjectNames';
import type { ServerCertificateOptions } from './ServerCertificateOptions';

/** What is known of the certificate's secret; the key stays inside. */
export interface ObservedEksCertificate {
  readonly ours: boolean;
  readonly material: CertificateMaterial;
}

const CA_CHANGE = 'CA';

const hashOf = (text: string) =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A key and certificate of our own, signed by EKS's signer, in a secret of Vault's namespace. */
export function eksCertificate(
  options: ServerCertificateOptions,
): ManagedResource<ObservedEksCertificate, ServerCertificateOutput> {
  const { spec, secretName, kubernetes, force = false } = options;
  const { now = () => new Date(), issueTimeoutMs } = options;
  const { namespace, tls } = spec;
  const names = subjectNames(spec);
  const ref = secretRef(namespace, secretName);
  let issuedNow = false;

  const write = async (
    material: CertificateMaterial,
    ctx: OperationContext,
  ) => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    await kubernetes.apply<V1Secret>(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secretName, namespace, ...ownershipMarks(spec) },
        type: 'Opaque',
        data: {
          [TLS_FILES.key]: base64(material.keyPem),
          [TLS_FILES.certificate]: base64(material.certificatePem),
          [TLS_FILES.ca]: base64(material.caPem),
        },
      },
      { signal: ctx.signal, force: true },
    );
  };

  const issue = async (ctx: OperationContext) => {
    const material = await issueCertificate({
      kubernetes,
      owner: spec,
      names,
      algorithm: tls.keyAlgorithm,
      ctx,
      now,
      timeoutMs: issueTimeoutMs,
    });
    const present = await kubernetes.get<V1Secret>(ref, ctx);
    if (present && !isOurs(present, spec)) {
      throw new ConflictError(
        `Secret ${namespace}/${secretName} came into being meanwhile and is not ours; it was left alone`,
      );
    }
    await write(material, ctx);
    issuedNow = true;
  };

  const certificateChanges = (material: CertificateMaterial): Change[] => {
    const judged = { ...material, caPem: kubernetes.caPem };
    const faults = certificateFaults(judged, {
      names,
      now: now(),
      ca: 'the cluster CA',
    });
    const renewal = { field: 'certificate', to: 'a new one' };
    if (faults.length > 0) {
      return faults.map(from => ({ ...renewal, from }));
    }
    const [leaf] = readCertificates(material.certificatePem);
    const algorithm = algorithmOf(leaf);
    if (algorithm !== tls.keyAlgorithm) {
      return [{ field: 'key', from: algorithm, to: tls.keyAlgorithm }];
    }
    const left = daysLeft(leaf, now());
    if (left < tls.renewBeforeDays) {
      return [{ field: 'expiry', from: `in ${left} days`, to: 'a new one' }];
    }
    return force && !issuedNow
      ? [{ ...renewal, from: `valid for ${left} more days` }]
      : [];
  };

  return {
    title: `Server certificate in secret ${namespace}/${secretName}`,
    async observe(ctx) {
      const secret = await kubernetes.get<V1Secret>(ref, ctx);
      return (
        secret && {
          ours: isOurs(secret, spec),
          material: materialOf(secret, TLS_FILES),
        }
      );
    },
    diff({ ours, material }) {
      if (!ours) {
        return [
          {
            field: 'owner',
            refusal: `Secret ${namespace}/${secretName} exists and is not ours. Use it by tls: { signer: secret, secret: ${secretName} }, or remove it, or choose another \`release\`.`,
          },
        ];
      }
      const changes = certificateChanges(material);
      return changes.length === 0 && material.caPem !== kubernetes.caPem
        ? [
            {
              field: CA_CHANGE,
              from: `sha256 ${hashOf(material.caPem)}`,
              to: `sha256 ${hashOf(kubernetes.caPem)}`,
            },
          ]
        : changes;
    },
    create: issue,
    async update(ctx, { material }, changes) {
      if (changes.every(({ field }) => field === CA_CHANGE)) {
        await write({ ...material, caPem: kubernetes.caPem }, ctx);
        return;
      }
      await issue(ctx);
    },
    async delete(ctx) {
      await kubernetes.delete(ref, ctx);
    },
    output: () => ({ secret: secretName, caPem: kubernetes.caPem }),
    predict: () => ({ secret: secretName, caPem: kubernetes.caPem }),
  };
}
