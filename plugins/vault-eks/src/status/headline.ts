import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Tone } from './tone';

/** The answer to "is it all right?" in a few words. */
export interface Headline {
  readonly tone: Tone;
  readonly seal: 'sealed' | 'unsealed' | 'unknown';
  readonly title: string;
  readonly detail?: string;
}

function podCount(n: number): string {
  return n === 1 ? '1 pod' : `${n} pods`;
}

/** Reads a status as an on-call engineer would: the worst news first. */
export function headlineOf(status: VaultClusterStatus): Headline {
  const { pods, replicas } = status;
  if (pods.length === 0) {
    return {
      tone: 'error',
      seal: 'unknown',
      title: 'No pods',
      detail: 'No Vault pod runs in this namespace',
    };
  }
  if (status.initialized === false) {
    return {
      tone: 'warning',
      seal: 'sealed',
      title: 'Not initialised',
      detail: 'Vault runs but has never been initialised',
    };
  }
  if (status.sealed === undefined) {
    return {
      tone: 'error',
      seal: 'unknown',
      title: 'Seal unknown',
      detail: 'No pod answered',
    };
  }
  if (status.sealed) {
    const sealed = pods.filter(pod => pod.sealed).length;
    return {
      tone: 'error',
      seal: 'sealed',
      title: 'Sealed',
      detail:
        sealed < pods.length
          ? `${sealed} of ${podCount(pods.length)} sealed`
          : `All ${podCount(pods.length)} are sealed; no secret can be read`,
    };
  }
  if (!status.leader) {
    return {
      tone: 'error',
      seal: 'unsealed',
      title: 'Unsealed, no leader',
      detail: 'Requests fail until a standby takes over',
    };
  }
  if (replicas.ready < replicas.wanted) {
    return {
      tone: 'warning',
      seal: 'unsealed',
      title: 'Unsealed',
      detail: `Only ${replicas.ready} of ${replicas.wanted} replicas are ready`,
    };
  }
  return { tone: 'ok', seal: 'unsealed', title: 'Unsealed' };
}

/** The tone of the days that a certificate has left. */
export function certificateTone(daysLeft: number): Tone {
  if (daysLeft < 7) {
    return 'error';
  }
  return daysLeft < 30 ? 'warning' : 'ok';
}

/** The days that a certificate has left, in words. */
export function certificateWords(daysLeft: number): string {
  if (daysLeft < 0) {
    return 'expired';
  }
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}

/** The tone of ready replicas against wanted ones. */
export function replicasTone(replicas: VaultClusterStatus['replicas']): Tone {
  if (replicas.ready === 0) {
    return 'error';
  }
  return replicas.ready < replicas.wanted ? 'warning' : 'ok';
}
