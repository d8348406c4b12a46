import type { FindingSeverity } from '@vault-eks/backstage-plugin-vault-eks-common';
import { names, StatusCheck } from './StatusCheck';

const MAX_SKEW_MS = 2_000;

/** Vault was never initialised. */
export const uninitialized: StatusCheck = ({ initialized }) =>
  initialized === false
    ? {
        id: 'uninitialized',
        severity: 'error',
        what: 'Vault is not initialised.',
        why: 'It has no keys and stores nothing yet.',
        fix: 'Run the deploy again; it carries on where it stopped.',
      }
    : undefined;

/** Nodes that serve nothing. */
export const sealed: StatusCheck = ({ pods, ref }) => {
  const found = pods.filter(p => p.role === 'sealed');
  return found.length === 0
    ? undefined
    : {
        id: 'sealed',
        severity: 'error',
        what: `Sealed: ${names(found)}.`,
        why: 'A sealed node serves nothing. With auto-unseal it stays sealed only when it cannot use its KMS key.',
        fix: `Read kubectl logs -n ${ref.namespace} ${found[0].name}; check that the KMS key is enabled and that the pod's role may use it.`,
      };
};

/** Nobody leads. */
export const noLeader: StatusCheck = ({ leader, initialized }) =>
  leader || initialized === false
    ? undefined
    : {
        id: 'no-leader',
        severity: 'error',
        what: 'No node says that it leads.',
        why: 'Without an active node every request fails. After a crash a standby takes over within about 11 seconds.',
        fix: 'Wait 20 seconds and look again; if it stays so, check the DynamoDB table and the clocks of the nodes.',
      };

/** More than one node leads. */
export const twoLeaders: StatusCheck = ({ pods }) => {
  const found = pods.filter(p => p.role === 'active');
  return found.length < 2
    ? undefined
    : {
        id: 'two-leaders',
        severity: 'error',
        what: `More than one node says that it leads: ${names(found)}.`,
        why: 'For a moment that is a fail-over in progress; if it lasts, clocks differ or the lock in DynamoDB is not respected.',
        fix: 'Look again in 20 seconds; then compare the clocks of the nodes.',
      };
};

/** Nodes that do not answer. */
export const unreachable: StatusCheck = ({ pods }) => {
  const found = pods.filter(p => p.role === 'unreachable');
  return found.length === 0
    ? undefined
    : {
        id: 'unreachable',
        severity: 'warning',
        what: `No answer from ${names(found)}.`,
        why: found[0].problem ?? 'What a node does not say cannot be shown.',
        fix: 'Look at the pod in Kubernetes; the portal also needs the right to open port-forwards.',
      };
};

function certificateSeverity(days: number): FindingSeverity | undefined {
  if (days < 7) {
    return 'error';
  }
  return days < 30 ? 'warning' : undefined;
}

/** The certificate ends soon. */
export const certificate: StatusCheck = ({ certificate: shown }) => {
  const severity = shown && certificateSeverity(shown.daysLeft);
  return shown && severity
    ? {
        id: 'certificate-expiry',
        severity,
        what:
          shown.daysLeft < 0
            ? 'The serving certificate has expired.'
            : `The serving certificate ends in ${shown.daysLeft} ${
                shown.daysLeft === 1 ? 'day' : 'days'
              }.`,
        why: 'Clients refuse to talk to Vault once it has expired.',
        fix: 'Run vault-eks:tls:renew, or the deploy again: it issues a new one and has the pods serve it without a restart. A certificate of your own is replaced in its secret first.',
      }
    : undefined;
};

/** Clocks that differ. */
export const clockSkew: StatusCheck = ({ pods }) => {
  const found = pods.filter(p => Math.abs(p.clockSkewMs ?? 0) > MAX_SKEW_MS);
  return found.length === 0
    ? undefined
    : {
        id: 'clock-skew',
        severity: 'warning',
        what: `Clocks differ by more than two seconds: ${names(found)}.`,
        why: 'The lock in DynamoDB expires by the clocks of the nodes; skew makes them fight over it.',
        fix: 'Check chrony on these nodes (kubectl debug node/…).',
      };
};

/** An upgrade that is half done. */
export const versions: StatusCheck = ({ pods }) => {
  const found = new Set(pods.flatMap(p => p.version ?? []));
  return found.size < 2
    ? undefined
    : {
        id: 'mixed-versions',
        severity: 'info',
        what: `Pods run different versions: ${[...found].join(', ')}.`,
        why: 'An upgrade is half done: the chart replaces a pod only when it is deleted.',
        fix: 'Delete the standbys one at a time, then the active pod.',
      };
};
