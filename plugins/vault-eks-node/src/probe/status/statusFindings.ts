import type {
  Finding,
  FindingSeverity,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

type Status = Omit<VaultClusterStatus, 'findings'>;
type Check = (status: Status) => Finding | undefined;

const names = (pods: Status['pods']) => pods.map(p => p.name).join(', ');

const MAX_SKEW_MS = 2_000;

const sealed: Check = ({ pods, ref }) => {
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

const uninitialized: Check = ({ initialized }) =>
  initialized === false
    ? {
        id: 'uninitialized',
        severity: 'error',
        what: 'Vault is not initialised.',
        why: 'It has no keys and stores nothing yet.',
        fix: 'Run the deploy again; it carries on where it stopped.',
      }
    : undefined;

const noLeader: Check = ({ leader, initialized }) =>
  leader || initialized === false
    ? undefined
    : {
        id: 'no-leader',
        severity: 'error',
        what: 'No node says that it leads.',
        why: 'Without an active node every request fails. After a crash a standby takes over within about 11 seconds.',
        fix: 'Wait 20 seconds and look again; if it stays so, check the DynamoDB table and the clocks of the nodes.',
      };

const twoLeaders: Check = ({ pods }) => {
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

const unreachable: Check = ({ pods }) => {
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

const replicas: Check = ({ replicas: { wanted, ready } }) =>
  ready >= wanted
    ? undefined
    : {
        id: 'replicas-not-ready',
        severity: ready === 0 ? 'error' : 'warning',
        what: `${ready} of ${wanted} pods are ready.`,
        why: 'Each missing one is a standby fewer to fail over to.',
        fix: 'Look at the pods below that are not ready.',
      };

function certificateSeverity(days: number): FindingSeverity | undefined {
  if (days < 7) {
    return 'error';
  }
  return days < 30 ? 'warning' : undefined;
}

const certificate: Check = ({ certificate: shown }) => {
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
        fix: 'Run the deploy again; it issues a new one and has the pods read it without a restart.',
      }
    : undefined;
};

const clockSkew: Check = ({ pods }) => {
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

const restarts: Check = ({ pods }) => {
  const found = pods.filter(p => p.restarts > 0);
  return found.length === 0
    ? undefined
    : {
        id: 'restarts',
        severity: 'info',
        what: `Restarted: ${found
          .map(p => `${p.name} ${p.restarts}x`)
          .join(', ')}.`,
        why: 'Repeated restarts point to memory limits, the KMS key or the node.',
        fix: 'kubectl describe pod shows the reason of the last one.',
      };
};

const zones: Check = ({ pods }) => {
  const known = pods.flatMap(p => p.zone ?? []);
  return known.length < 2 || new Set(known).size > 1
    ? undefined
    : {
        id: 'one-zone',
        severity: 'warning',
        what: `All pods run in ${known[0]}.`,
        why: 'Losing that zone is losing Vault.',
        fix: 'Add nodes in other zones, then delete one standby at a time.',
      };
};

const volumes: Check = ({ volumes: all }) => {
  const found = all.filter(v => v.phase !== 'Bound');
  return found.length === 0
    ? undefined
    : {
        id: 'volume-not-bound',
        severity: 'warning',
        what: `Not bound: ${found.map(v => v.claim).join(', ')}.`,
        why: 'The pod waits for its audit volume.',
        fix: 'Check the StorageClass and the EBS CSI driver.',
      };
};

const release: Check = ({ release: found }) =>
  !found || found.status === 'deployed'
    ? undefined
    : {
        id: 'release-not-deployed',
        severity: 'warning',
        what: `The Helm release is ${found.status}.`,
        why: 'Its last change did not finish.',
        fix: 'Run the deploy again.',
      };

const versions: Check = ({ pods }) => {
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

const CHECKS: readonly Check[] = [
  uninitialized,
  sealed,
  noLeader,
  twoLeaders,
  certificate,
  replicas,
  unreachable,
  clockSkew,
  zones,
  volumes,
  release,
  versions,
  restarts,
];

const ORDER: readonly FindingSeverity[] = ['error', 'warning', 'info'];

/** Everything worth saying about a status, worst first. */
export function statusFindings(status: Status): readonly Finding[] {
  return CHECKS.flatMap(check => check(status) ?? []).sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
}
