import type { ConditionContext } from '../../policy/conditions';

type Input = Readonly<Record<string, unknown>>;

/** Reads of whole folders of items, which `dynamodb:Select` speaks of. */
const SELECTS: ReadonlySet<string> = new Set(['Query', 'Scan']);

/** Reads that name the attributes that they want. */
const READS: ReadonlySet<string> = new Set([...SELECTS, 'GetItem']);

const defaultSelect = (named: boolean) =>
  named ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES';

/**
 * `dynamodb:Attributes` and `dynamodb:Select` of a read. A read that names no attribute asks for all of them, which no key
 * of a request tells. Source: DynamoDB developer guide, fine-grained access control.
 */
export function itemConditions(
  operation: string,
  input: Input,
): ConditionContext {
  if (!READS.has(operation)) {
    return {};
  }
  const attributes = attributesIn(input);
  const select =
    typeof input.Select === 'string'
      ? input.Select
      : defaultSelect(attributes.length > 0);
  return {
    'dynamodb:attributes': attributes,
    ...(SELECTS.has(operation) && { 'dynamodb:select': [select] }),
  };
}

function attributesIn(input: Input): string[] {
  const { ProjectionExpression: projection, AttributesToGet: old } = input;
  if (Array.isArray(old)) {
    return old.map(String);
  }
  if (typeof projection !== 'string') {
    return [];
  }
  const names = new Map(Object.entries(Object(input.ExpressionAttributeNames)));
  return projection.split(',').map(part => {
    // Only the top-level attribute counts.
    const [attribute] = part.trim().split(/[.[]/);
    return String(names.get(attribute) ?? attribute);
  });
}
