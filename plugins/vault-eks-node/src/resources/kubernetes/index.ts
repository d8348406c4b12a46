export { auditVolumes } from './auditVolumes';
export { vaultNamespace } from './namespace';
export { auditStorageClass } from './storageClass';
export { loginServiceAccount } from './serviceAccounts';
export { reloadCertificates } from './tls/reloadCertificates';
export { serverCertificate } from './tls/serverCertificate';
export { helmRelease, type HelmReleaseOutput } from './helm/helmRelease';
export { newestReleaseSecret } from './helm/readRelease';
export { checkUserValues } from './helm/values/checkUserValues';
