import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import { scrubSecrets } from '../../../connections/scrubSecrets';
import { SAID } from './appPod';

/** The last thing that Vault or its client said, for people; nothing that is shaped like a secret, and neither value. */
function lastWords(log: string, values: readonly string[]): string | undefined {
  const lines = log
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('vault-eks:'));
  return scrubSecrets(lines.slice(-3).join(' | '), values) || undefined;
}

/** What the log of the application's pod proves. */
export function appClaims(options: {
  readonly log: string;
  readonly account: string;
  readonly role: string;
  /** What was written for it, and what was written for another. */
  readonly values: { readonly own: string; readonly foreign: string };
}): readonly VerifiedClaim[] {
  const { log, account, role, values } = options;
  const loggedIn = log.includes(SAID.login);
  const readOwn = log.includes(SAID.own) && log.includes(values.own);
  const readForeign =
    log.includes(SAID.foreign) || log.includes(values.foreign);
  // Where its own was refused, a refusal in the log says nothing about the other.
  const refused =
    log.includes(SAID.own) &&
    /Code: 403\b/.test(log) &&
    /permission denied/.test(log);
  const why = (passed: boolean) =>
    passed
      ? undefined
      : lastWords(log, Object.values(values)) ?? 'the pod said nothing';
  return [
    {
      id: 'app-login',
      claim: `A pod of service account ${account} logs in by role ${role}`,
      passed: loggedIn,
      detail: why(loggedIn),
    },
    {
      id: 'app-own-secret',
      claim: 'It reads its own secret',
      passed: loggedIn && readOwn,
      detail: why(loggedIn && readOwn),
    },
    {
      id: 'app-foreign-secret',
      claim: 'It is refused the secret of another',
      // That it could not even ask would prove nothing.
      passed: loggedIn && refused && !readForeign,
      detail: readForeign
        ? 'it read the secret of another'
        : why(loggedIn && refused),
    },
  ];
}
