import { ConflictError } from '@backstage/errors';
import type { V1Secret } from '@kubernetes/client-node';
import type {
  Change,
  ManagedResource,
} from '../../../../engine/ManagedResource';
import { certificateFaults, certificatesIn } from '../inspectCertificate';
import { entriesOf, itemsFor, materialOf, secretRef } from '../secretMaterial';
import type { ServerCertificateOutput } from '../ServerCertificateOutput';
import { demandedNames } from '../subjectNames';
import type { ServerCertificateOptions } from './ServerCertificateOptions';

/** The named secret; nothing when there is none. */
export interface ObservedExistingCertificate {
  readonly secret?: V1Secret;
}

/** A key and certificate of others, in an existing secret: they are checked, and never changed. */
export function existingCertificate(
  options: Omit<ServerCertificateOptions, 'force' | 'issueTimeoutMs'>,
): ManagedResource<ObservedExistingCertificate, ServerCertificateOutput> {
  const { spec, secretName, kubernetes, now = () => new Date() } = options;
  const { namespace } = spec;
  const title = `${namespace}/${secretName}`;
  const untouchable = async () => {
    throw new ConflictError(`Secret ${title} is not ours to change`);
  };
  const refuse = (reason: string): readonly Change[] => [
    { field: 'tls.secret', from: secretName, refusal: reason },
  ];
  return {
    title: `Server certificate in secret ${title}, of others`,
    async observe(ctx) {
      const ref = secretRef(namespace, secretName);
      return { secret: await kubernetes.get<V1Secret>(ref, ctx) };
    },
    diff({ secret }) {
      if (!secret) {
        return refuse(
          `there is no secret ${title}. Create it with the entries tls.key, tls.crt and ca.crt, or choose another tls.signer.`,
        );
      }
      const entries = entriesOf(secret);
      if (!entries) {
        return refuse(
          `the secret ${title} has neither tls.key and tls.crt nor vault.key and vault.crt. Put the key and the certificate into it by these names.`,
        );
      }
      const material = materialOf(secret, entries);
      if (certificatesIn(material.caPem).length === 0) {
        return refuse(
          `the secret ${title} has no CA certificate in ${entries.ca}, so nobody could verify Vault. Put the certificate of the CA that signed ${entries.certificate} there, as PEM.`,
        );
      }
      const faults = certificateFaults(material, {
        names: demandedNames(spec),
        now: now(),
        ca: `the CA in ${entries.ca}`,
      });
      return faults.length > 0
        ? refuse(
            `the certificate in the secret ${title} cannot serve Vault: ${faults.join(
              '; ',
            )}. Replace it in the secret, and run again.`,
          )
        : [];
    },
    create: untouchable,
    update: untouchable,
    delete: untouchable,
    output({ secret }) {
      const entries = secret && entriesOf(secret);
      return {
        secret: secretName,
        items: entries && itemsFor(entries),
        caPem: entries ? materialOf(secret, entries).caPem : '',
      };
    },
    adopted: () => true,
    removal: async () => ({ verb: 'keep', reason: 'it is not ours' }),
  };
}
