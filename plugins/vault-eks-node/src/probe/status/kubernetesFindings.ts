import type { StatusCheck } from './StatusCheck';

/** Pods that are not ready. */
export const replicas: StatusCheck = ({ replicas: { wanted, ready } }) =>
  ready >= wanted
    ? undefined
    : {
        id: 'replicas-not-ready',
        severity: ready === 0 ? 'error' : 'warning',
        what: `${ready} of ${wanted} pods are ready.`,
        why: 'Each missing one is a standby fewer to fail over to.',
        fix: 'Look at the pods below that are not ready.',
      };

/** All pods in one zone. */
export const zones: StatusCheck = ({ pods }) => {
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

/** Audit volumes that are not bound. */
export const volumes: StatusCheck = ({ volumes: all }) => {
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

const FILLING = 0.8;
const FULL = 0.95;

/** Volumes that have little room left. */
export const fill: StatusCheck = ({ volumes: all }) => {
  const found = all.flatMap(({ claim, usedBytes, capacityBytes }) => {
    const share = usedBytes && capacityBytes ? usedBytes / capacityBytes : 0;
    return share >= FILLING ? [{ claim, share }] : [];
  });
  return found.length === 0
    ? undefined
    : {
        id: 'volume-filling',
        severity: found.some(({ share }) => share >= FULL)
          ? 'error'
          : 'warning',
        what: `Little room left: ${found
          .map(({ claim, share }) => `${claim} ${Math.floor(share * 100)}%`)
          .join(', ')}.`,
        why: 'An audit device that cannot write fails. When none can, Vault refuses every request.',
        fix: 'Rotate the audit file away, or expand the claim.',
      };
};

/** A release whose last change did not finish. */
export const release: StatusCheck = ({ release: found }) =>
  !found || found.status === 'deployed'
    ? undefined
    : {
        id: 'release-not-deployed',
        severity: 'warning',
        what: `The Helm release is ${found.status}.`,
        why: 'Its last change did not finish.',
        fix: 'Run the deploy again.',
      };

/** Pods that restarted. */
export const restarts: StatusCheck = ({ pods }) => {
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
