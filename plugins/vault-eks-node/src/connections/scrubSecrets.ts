const SECRETS: readonly RegExp[] = [
  // Vault service, batch and recovery tokens.
  /\bhv[sbr]\.[A-Za-z0-9_-]{8,}/g,
  // JSON web tokens: service-account tokens.
  /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  // EKS bearer tokens.
  /\bk8s-aws-v1\.[A-Za-z0-9_-]+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

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
  return SECRETS.reduce((t, shape) => t.replace(shape, '<redacted>'), clean);
}
