import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import { SAID } from './appPod';

/** The last thing that Vault or its client said, for people. */
function lastWords(log: string): string | undefined {
  const lines = log
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('vault-eks:'));
  return lines.slice(-3).join(' | ') || undefined;
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
  const refused = /Code: 403\b/.test(log) && /permission denied/.test(log);
  const why = (passed: boolean) =>
    passed ? undefined : lastWords(log) ?? 'the pod said nothing';
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
