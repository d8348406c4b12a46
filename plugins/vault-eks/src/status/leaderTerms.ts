import type { StatusTransition } from '@vault-eks/backstage-plugin-vault-eks-common';

/** The time that one pod led. */
export interface LeaderTerm {
  /** Id of the change that began it. */
  readonly id: number;
  /** Absent when nobody led. */
  readonly pod?: string;
  /** ISO time. */
  readonly since: string;
  /** ISO time; absent while it lasts. */
  readonly until?: string;
  /** Milliseconds so far. */
  readonly ms: number;
}

/** Who led when, the newest first, from the changes of the leader in any order. */
export function leaderTerms(
  transitions: readonly StatusTransition[],
  now: number,
): LeaderTerm[] {
  const changes = transitions
    .filter(({ kind, at }) => kind === 'leader-changed' && Date.parse(at) >= 0)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id);
  return changes.map(({ id, to, at }, index) => {
    const until = changes[index - 1]?.at;
    const end = until === undefined ? now : Date.parse(until);
    return {
      id,
      pod: to,
      since: at,
      until,
      ms: Math.max(0, end - Date.parse(at)),
    };
  });
}
