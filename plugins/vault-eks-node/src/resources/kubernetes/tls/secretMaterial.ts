import type { V1Secret } from '@kubernetes/client-node';
import type { CertificateMaterial } from './inspectCertificate';
import { ServerCertificateOutput, TLS_FILES } from './ServerCertificateOutput';

/** The names of the three entries in a secret. */
export type Entries = Readonly<Record<keyof typeof TLS_FILES, string>>;

/** As secrets of the type kubernetes.io/tls have them, and as cert-manager writes them. */
export const KUBERNETES_ENTRIES: Entries = {
  key: 'tls.key',
  certificate: 'tls.crt',
  ca: 'ca.crt',
};

const LAYOUTS: readonly Entries[] = [TLS_FILES, KUBERNETES_ENTRIES];

/** By which names a secret has its key and its certificate; `undefined` when it has neither pair. */
export function entriesOf(secret: V1Secret): Entries | undefined {
  return LAYOUTS.find(
    ({ key, certificate }) => secret.data?.[key] && secret.data[certificate],
  );
}

/** What is in a secret; an entry that is not there is empty. */
export function materialOf(
  secret: V1Secret,
  entries: Entries,
): CertificateMaterial {
  const read = (entry: string) =>
    Buffer.from(secret.data?.[entry] ?? '', 'base64').toString('utf8');
  return {
    keyPem: read(entries.key),
    certificatePem: read(entries.certificate),
    caPem: read(entries.ca),
  };
}

/** How the entries are mounted so that they become Vault's files. */
export function itemsFor(entries: Entries): ServerCertificateOutput['items'] {
  return entries === TLS_FILES
    ? undefined
    : [
        { key: entries.key, path: TLS_FILES.key },
        { key: entries.certificate, path: TLS_FILES.certificate },
        { key: entries.ca, path: TLS_FILES.ca },
      ];
}

/** Names a secret. */
export const secretRef = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  name,
  namespace,
});
