export { auditVolumes } from './auditVolumes';
export { vaultNamespace } from './namespace';
export { auditStorageClass } from './storageClass';
export { loginServiceAccount } from './serviceAccounts';
export { presentCertificate } from './tls/presentCertificate';
export { publishedCa, type PublishedCaOutput } from './tls/publishedCa';
export { servedCertificates } from './tls/reload/servedCertificates';
export type { ServerCertificateOutput } from './tls/ServerCertificateOutput';
export { serverCertificate } from './tls/signers/serverCertificate';
export { helmRelease, type HelmReleaseOutput } from './helm/helmRelease';
export { injectorCa } from './helm/injectorCa';
export { newestReleaseSecret } from './helm/readRelease';
export { checkUserValues } from './helm/values/checkUserValues';
export {
  NAMESPACE_NAME_LABEL,
  namespaceSelector,
} from './helm/values/namespaceSelector';
