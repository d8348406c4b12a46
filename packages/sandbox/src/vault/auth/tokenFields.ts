import { durationSeconds } from '../util/duration';
import { flag, texts, wholeNumber, type JsonObject } from '../util/json';

/** The fields about the resulting token that every auth method's role has. */
export interface TokenFields {
  readonly token_bound_cidrs: readonly string[];
  readonly token_explicit_max_ttl: number;
  readonly token_max_ttl: number;
  readonly token_no_default_policy: boolean;
  readonly token_num_uses: number;
  readonly token_period: number;
  readonly token_policies: readonly string[];
  readonly token_ttl: number;
  readonly token_type: string;
}

export function tokenFields(
  data: JsonObject,
  previous?: TokenFields,
): TokenFields {
  const seconds = (
    name:
      | 'token_ttl'
      | 'token_max_ttl'
      | 'token_period'
      | 'token_explicit_max_ttl',
  ) =>
    data[name] === undefined
      ? previous?.[name] ?? 0
      : durationSeconds(data[name]);
  return {
    token_bound_cidrs:
      texts(data, 'token_bound_cidrs') ?? previous?.token_bound_cidrs ?? [],
    token_explicit_max_ttl: seconds('token_explicit_max_ttl'),
    token_max_ttl: seconds('token_max_ttl'),
    token_no_default_policy:
      flag(data, 'token_no_default_policy') ??
      previous?.token_no_default_policy ??
      false,
    token_num_uses:
      wholeNumber(data, 'token_num_uses') ?? previous?.token_num_uses ?? 0,
    token_period: seconds('token_period'),
    token_policies:
      texts(data, 'token_policies') ??
      texts(data, 'policies') ??
      previous?.token_policies ??
      [],
    token_ttl: seconds('token_ttl'),
    token_type: String(data.token_type ?? previous?.token_type ?? 'default'),
  };
}
