import type { KubeObject } from '../../kubelet/PodHost';
import { at, stringMapOf, textOf } from '../api/json';
import { conditionOf } from '../api/objects';
import type { Registry } from '../store/Registry';
import { CERT_MANAGER, CERT_MANAGER_NAMESPACE } from './resourceTypes';

/** The issuer that a Certificate or CertificateRequest names. */
export function issuerOf(
  store: Registry,
  object: KubeObject,
): {
  readonly kind: string;
  readonly name: string;
  readonly found?: KubeObject;
} {
  const reference = at(object, 'spec', 'issuerRef');
  const kind = textOf(at(reference, 'kind')) ?? 'Issuer';
  const name = textOf(at(reference, 'name')) ?? '';
  const found =
    kind === 'ClusterIssuer'
      ? store.get(CERT_MANAGER, 'clusterissuers', undefined, name)
      : store.get(CERT_MANAGER, 'issuers', object.metadata.namespace, name);
  return { kind, name, found };
}

/** Whether the issuer may be asked. */
export const isReady = (issuer: KubeObject) =>
  conditionOf(issuer, 'Ready')?.status === 'True';

/** The key pair of an issuer of the type CA; says what is missing otherwise. */
export function keyPairOf(
  store: Registry,
  issuer: KubeObject,
):
  | { readonly certificatePem: string; readonly privateKeyPem: string }
  | string {
  const name = textOf(at(issuer, 'spec', 'ca', 'secretName'));
  if (!name) return 'the sandbox knows issuers of the type ca only';
  const secret = store.get(
    '',
    'secrets',
    issuer.metadata.namespace ?? CERT_MANAGER_NAMESPACE,
    name,
  );
  if (!secret) return `secret "${name}" not found`;
  const data = stringMapOf(secret.data);
  const read = (entry: string) =>
    Buffer.from(data[entry] ?? '', 'base64').toString('utf8');
  const [certificatePem, privateKeyPem] = [read('tls.crt'), read('tls.key')];
  return certificatePem && privateKeyPem
    ? { certificatePem, privateKeyPem }
    : `no data for "tls.crt" or "tls.key" in secret "${name}"`;
}
