import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface NetworkPolicyChoices {
  readonly enabled: boolean;
  readonly clientNamespaces: readonly string[];
  readonly clientRanges: readonly string[];
  readonly egress: readonly unknown[];
}

/** What is allowed is allowed by a policy. */
export function refuseInNetworkPolicy(
  policy: NetworkPolicyChoices,
  refuse: Refuse,
) {
  for (const field of ['clientNamespaces', 'clientRanges', 'egress'] as const) {
    if (!policy.enabled && policy[field].length > 0) {
      refuse(
        ['networkPolicy', field],
        `networkPolicy.${field}: there is no policy that could allow it; leave it out, or choose networkPolicy.enabled: true`,
      );
    }
  }
}
