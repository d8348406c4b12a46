import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticOperationSchema } from '@smithy/types';

/** The schema of an operation's input. */
export function inputOf(operation: StaticOperationSchema): NormalizedSchema {
  return NormalizedSchema.of(operation[4]);
}

/** The schema of an operation's output. */
export function outputOf(operation: StaticOperationSchema): NormalizedSchema {
  return NormalizedSchema.of(operation[5]);
}

/** A structure that no SDK models, such as the envelope around an XML result. */
export function structure(
  name: string,
  members: Readonly<Record<string, $SchemaRef>>,
): NormalizedSchema {
  return NormalizedSchema.of([
    3,
    'sandbox',
    name,
    0,
    Object.keys(members),
    Object.values(members),
  ]);
}

/** A plain string member. */
export const text = 0;
