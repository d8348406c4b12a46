const SECRETS: readonly RegExp[] = [
  // Vault service, batch and recovery tokens.
  /\bhv[sbr]\.[A-Za-z0-9_-]{8,}/g,
  // JSON web tokens: service-account tokens.
  /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  // EKS bearer tokens.
  /\bk8s-aws-v1\.[A-Za-z0-9_-]+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

/** How each of these shapes begins; to be asked of long texts first, most of which hold none. */
const BEGINNINGS = /hv[sbr]\.|eyJ|k8s-aws-v1\.|-----BEGIN/;

/** Whether a text may hold something shaped like a credential; where it may not, no part of it does. */
export function mayHoldSecrets(text: string): boolean {
  return BEGINNINGS.test(text);
}

/** Removes everything shaped like a credential from text that a person will read. */
export function scrubSecrets(
  text: string,
  known: readonly (string | undefined)[] = [],
): string {
  let clean = text;
  for (const secret of known) {
    if (secret) {
      clean = clean.split(secret).join('<redacted>');
    }
  }
  if (!mayHoldSecrets(clean)) {
    return clean;
  }
  return SECRETS.reduce((t, shape) => t.replace(shape, '<redacted>'), clean);
}
