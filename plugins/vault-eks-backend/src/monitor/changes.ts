import type { StatusTransition } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Observation } from './Observation';

/** A change before the database has given it a number. */
export type NewTransition = Omit<StatusTransition, 'id' | 'entityRef'>;

/** An ISO time in the one form that sorts as text; what is no time is replaced. */
function normalTime(text: string | undefined, otherwise: string): string {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? otherwise : new Date(time).toISOString();
}

function leaderChange(
  now: Observation,
  at: string,
  before?: Observation,
): NewTransition[] {
  // A pod that lost the lead and won it again is a new leader too.
  return now.leader !== before?.leader ||
    now.leaderSince !== before?.leaderSince
    ? [
        {
          kind: 'leader-changed',
          from: before?.leader,
          to: now.leader,
          at: normalTime(now.leaderSince, at),
        },
      ]
    : [];
}

/** What the first look at a cluster writes down: where the leader history begins. */
export function transitionsAtFirst(
  now: Observation,
  at: string,
): NewTransition[] {
  return now.leader ? leaderChange(now, at) : [];
}

function podChanges(
  before: Observation,
  now: Observation,
  at: string,
): NewTransition[] {
  return Object.entries(now.pods).flatMap(([subject, answers]) =>
    before.pods[subject] === undefined || before.pods[subject] === answers
      ? []
      : [{ kind: answers ? 'pod-back' : 'pod-lost', subject, at } as const],
  );
}

function certificateChange(
  before: Observation,
  now: Observation,
  at: string,
): NewTransition[] {
  const [was, is] = [before.certificate, now.certificate];
  if (was === undefined || is === undefined || was === is) {
    return [];
  }
  const worse = is !== null && (was === null || is < was);
  return [
    {
      kind: worse ? 'certificate-expiring' : 'certificate-renewed',
      ...(was !== null && { from: String(was) }),
      ...(is !== null && { to: String(is) }),
      at,
    },
  ];
}

/** What is worth telling between two looks at a cluster. */
export function transitionsBetween(
  before: Observation,
  now: Observation,
  at: string,
): NewTransition[] {
  const changes: NewTransition[] = [];
  if (now.reachable !== before.reachable) {
    changes.push({ kind: now.reachable ? 'reachable' : 'unreachable', at });
  }
  if (before.sealed !== undefined && now.sealed !== before.sealed) {
    changes.push({ kind: now.sealed ? 'sealed' : 'unsealed', at });
  }
  changes.push(...leaderChange(now, at, before));
  changes.push(...podChanges(before, now, at));
  changes.push(...certificateChange(before, now, at));
  return changes;
}
