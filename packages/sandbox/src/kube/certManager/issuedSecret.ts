import { X509Certificate } from '@peculiar/x509';
import type { KubeObject } from '../../kubelet/PodHost';
import { at, stringMapOf, textOf } from '../api/json';
import { renewBefore } from './certificateRules';
import { CERT_MANAGER } from './resourceTypes';

const PREFIX = `${CERT_MANAGER}/`;

/** The certificate in a secret; nothing when there is none, or it cannot be read. */
export function leafOf(
  secret: KubeObject | undefined,
): X509Certificate | undefined {
  const pem = Buffer.from(
    stringMapOf(secret?.data)['tls.crt'] ?? '',
    'base64',
  ).toString('utf8');
  try {
    return pem ? new X509Certificate(pem) : undefined;
  } catch {
    return undefined;
  }
}

/** When cert-manager renews it, in milliseconds since 1970. */
export function renewalOf(
  certificate: KubeObject,
  leaf: X509Certificate,
): number {
  const life = leaf.notAfter.getTime() - leaf.notBefore.getTime();
  return leaf.notAfter.getTime() - renewBefore(certificate, life);
}

/** What cert-manager writes into the secret of a Certificate. */
export function secretContent(
  certificate: KubeObject,
  request: KubeObject,
  keyPem: string,
) {
  const { spec } = certificate;
  const list = (field: string) => {
    const value = at(spec, field);
    return Array.isArray(value) ? value.join(',') : '';
  };
  return {
    metadata: {
      name: textOf(at(spec, 'secretName')) ?? '',
      labels: {
        ...stringMapOf(at(spec, 'secretTemplate', 'labels')),
        'controller.cert-manager.io/fao': 'true',
      },
      annotations: {
        ...stringMapOf(at(spec, 'secretTemplate', 'annotations')),
        [`${PREFIX}certificate-name`]: certificate.metadata.name,
        [`${PREFIX}issuer-name`]: textOf(at(spec, 'issuerRef', 'name')) ?? '',
        [`${PREFIX}issuer-kind`]: textOf(at(spec, 'issuerRef', 'kind')) ?? '',
        [`${PREFIX}issuer-group`]: CERT_MANAGER,
        [`${PREFIX}common-name`]: textOf(at(spec, 'commonName')) ?? '',
        [`${PREFIX}alt-names`]: list('dnsNames'),
        [`${PREFIX}ip-sans`]: list('ipAddresses'),
      },
    },
    data: {
      'tls.crt': textOf(at(request, 'status', 'certificate')) ?? '',
      'tls.key': Buffer.from(keyPem).toString('base64'),
      'ca.crt': textOf(at(request, 'status', 'ca')) ?? '',
    },
  };
}
