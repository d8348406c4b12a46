/**
 * What can change: the seal, the HA leader, whether a pod answers (`subject` names it), the days that the certificate
 * has left (`to` is the threshold that was crossed: 30, 7, 1, or 0 when it is over), whether the cluster answers, and
 * whether it is as its spec says (`from` and `to` count what differs, `things` names it).
 */
export const TRANSITION_KINDS = [
  'sealed',
  'unsealed',
  'leader-changed',
  'pod-lost',
  'pod-back',
  'certificate-expiring',
  'certificate-renewed',
  'unreachable',
  'reachable',
  'drift',
  'drift-resolved',
] as const;

/** {@inheritDoc TRANSITION_KINDS} */
export type TransitionKind = (typeof TRANSITION_KINDS)[number];

/** One change that the monitor saw, told once. */
export interface StatusTransition {
  /** Grows with time; the same in the list, in the event and in the signal. */
  readonly id: number;
  readonly entityRef: string;
  readonly kind: TransitionKind;
  /** The pod that it is about, of `pod-lost` and `pod-back`. */
  readonly subject?: string;
  /** What was before: the leader's pod, the threshold in days, or how many things differed. */
  readonly from?: string;
  /** What is since: the leader's pod, the threshold in days, or how many things differ. */
  readonly to?: string;
  /** Of `drift` what differs since, of `drift-resolved` what differed before: names for a person, never values. */
  readonly things?: readonly string[];
  /** ISO time: of a leader, since when it leads; otherwise when the monitor saw it. */
  readonly at: string;
}

/** One page, the newest first. */
export interface StatusTransitions {
  readonly transitions: readonly StatusTransition[];
  /** Pass it as `before` for the next page; absent on the last one. */
  readonly nextBefore?: number;
}
