import { z } from 'zod/v3';
import type { Change } from '../../../engine/ManagedResource';

/**
 * What lets others in by a role of the Kubernetes auth method, or somebody in for longer, beside what the role is written
 * with. Source: Vault's API reference, "Kubernetes auth method" and "Token parameters of roles".
 */
export const wideningFields = z.object({
  /** Namespaces by their labels, beside those by name. */
  bound_service_account_namespace_selector: z.string().optional(),
  /** By its name, a service account that was deleted and made again is who it was before. */
  alias_name_source: z.string().optional(),
  /** Seconds; a token that is renewed in time never ends. */
  token_period: z.number().optional(),
});

type WideningFields = z.output<typeof wideningFields>;

const NEUTRAL = {
  bound_service_account_namespace_selector: '',
  alias_name_source: 'serviceaccount_uid',
  token_period: 0,
} as const;

/** The fields of a role that widen it; a Vault that does not know a field does not tell it. */
export function widenedBy(role: WideningFields): readonly Change[] {
  return Object.entries(NEUTRAL).flatMap(([field, neutral]) => {
    const now = role[field as keyof typeof NEUTRAL];
    return now === undefined || now === neutral
      ? []
      : [{ field, from: `${now}`, to: `${neutral || 'none'}` }];
  });
}

/** What takes it back: a write leaves alone what it does not name. */
export function narrowing(role: WideningFields): Partial<typeof NEUTRAL> {
  const fields = widenedBy(role).map(({ field }) => field);
  return Object.fromEntries(
    Object.entries(NEUTRAL).filter(([field]) => fields.includes(field)),
  );
}
