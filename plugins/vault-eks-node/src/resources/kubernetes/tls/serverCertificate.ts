import type { V1Secret } from '@kubernetes/client-node';
import { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { isOurs, ownershipMarks } from '../ownership';
import {
  certificateFaults,
  CertificateMaterial,
  daysLeft,
  readCertificates,
} from './inspectCertificate';
import { issueCertificate } from './issueCertificate';
import { ServerCertificateOutput, TLS_FILES } from './ServerCertificateOutput';
import { subjectNames } from './subjectNames';

/** What is known of the certificate's secret; the key stays inside. */
export interface ObservedServerCertificate {
  readonly ours: boolean;
  readonly material: CertificateMaterial;
}

function decode(secret: V1Secret, file: string): string {
  return Buffer.from(secret.data?.[file] ?? '', 'base64').toString('utf8');
}

/** The key and certificate that Vault serves with, in a secret of its namespace. */
export function serverCertificate(options: {
  readonly spec: VaultClusterSpec;
  readonly secretName: string;
  readonly kubernetes: KubernetesConnection;
  /** Called after a certificate of a running Vault was replaced. */
  readonly onRenewed?: (ctx: OperationContext) => Promise<void>;
  readonly now?: () => Date;
}): ManagedResource<ObservedServerCertificate, ServerCertificateOutput> {
  const { spec, secretName, kubernetes, now = () => new Date() } = options;
  const { namespace } = spec;
  const names = subjectNames(spec);
  const ref = {
    apiVersion: 'v1',
    kind: 'Secret',
    name: secretName,
    namespace,
  };

  const issue = async (ctx: OperationContext) => {
    const material = await issueCertificate({
      kubernetes,
      owner: spec,
      names,
      ctx,
    });
    await kubernetes.apply<V1Secret>(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secretName, namespace, ...ownershipMarks(spec) },
        type: 'Opaque',
        data: {
          [TLS_FILES.key]: Buffer.from(material.keyPem).toString('base64'),
          [TLS_FILES.certificate]: Buffer.from(
            material.certificatePem,
          ).toString('base64'),
          [TLS_FILES.ca]: Buffer.from(material.caPem).toString('base64'),
        },
      },
      { signal: ctx.signal, force: true },
    );
  };

  return {
    title: `Server certificate in secret ${namespace}/${secretName}`,
    async observe(ctx) {
      const secret = await kubernetes.get<V1Secret>(ref, ctx);
      return (
        secret && {
          ours: isOurs(secret, spec),
          material: {
            keyPem: decode(secret, TLS_FILES.key),
            certificatePem: decode(secret, TLS_FILES.certificate),
            caPem: kubernetes.caPem,
          },
        }
      );
    },
    diff({ ours, material }) {
      if (!ours) {
        return [
          {
            field: 'owner',
            refusal: `Secret ${namespace}/${secretName} exists and is not ours; remove it or choose another \`release\`.`,
          },
        ];
      }
      const changes: Change[] = certificateFaults(material, names, now()).map(
        fault => ({ field: 'certificate', from: fault, to: 'a new one' }),
      );
      if (changes.length === 0) {
        const [leaf] = readCertificates(material.certificatePem);
        const left = daysLeft(leaf, now());
        if (left < spec.tls.renewBeforeDays) {
          changes.push({
            field: 'expiry',
            from: `in ${left} days`,
            to: 'a new one',
          });
        }
      }
      return changes;
    },
    create: issue,
    async update(ctx) {
      await issue(ctx);
      await options.onRenewed?.(ctx);
    },
    async delete(ctx) {
      await kubernetes.delete(ref, ctx);
    },
    output: () => ({ secret: secretName, caPem: kubernetes.caPem }),
    predict: () => ({ secret: secretName, caPem: kubernetes.caPem }),
  };
}
