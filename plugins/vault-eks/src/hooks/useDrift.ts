import type {
  StatusTransition,
  TransitionKind,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useTransitions } from './useTransitions';

const KINDS: readonly TransitionKind[] = ['drift', 'drift-resolved'];

/** The change since which a Vault differs from its spec; `undefined` when nothing is known to differ. */
export function useDrift(
  entityRef: string,
  options: { readonly enabled: boolean },
): StatusTransition | undefined {
  const { data } = useTransitions({
    entityRef,
    kinds: KINDS,
    limit: 1,
    enabled: options.enabled,
  });
  const newest = data?.transitions[0];
  return newest?.kind === 'drift' ? newest : undefined;
}
