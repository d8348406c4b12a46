import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { JsonValue } from '@backstage/types';
import { z } from 'zod/v3';

/** A whole spec that goes from one step to another. */
export const wholeSpec = z.record(z.custom<JsonValue>());

/** The spec as an output takes it. */
export function specAsJson(spec: VaultClusterSpec): Record<string, JsonValue> {
  return wholeSpec.parse(JSON.parse(JSON.stringify(spec)));
}
