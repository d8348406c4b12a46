import type { ManagedResource } from '../../../../engine/ManagedResource';
import type { ServerCertificateOutput } from '../ServerCertificateOutput';
import { certManagerCertificate } from './certManager/certManagerCertificate';
import { eksCertificate } from './eksCertificate';
import { existingCertificate } from './existingCertificate';
import type { ServerCertificateOptions } from './ServerCertificateOptions';

/** The key and certificate that Vault serves with, in a secret of its namespace, by the signer that the spec names. */
export function serverCertificate(
  options: ServerCertificateOptions,
): ManagedResource<unknown, ServerCertificateOutput> {
  switch (options.spec.tls.signer) {
    case 'secret':
      return existingCertificate(options);
    case 'cert-manager':
      return certManagerCertificate(options);
    default:
      return eksCertificate(options);
  }
}
