import type { Schema } from 'jsonschema';
import { cell } from './table';

/** One field of a schema, nested ones by their path. */
export interface Field {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** The fields that a person fills in: those of an object stand for it. */
export function fieldsOf(
  schema: Schema,
  path: readonly string[] = [],
): Field[] {
  const { required } = schema;
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = [...path, name];
    return field.properties
      ? fieldsOf(field, at)
      : {
          path: at.join('.'),
          schema: field,
          required: Array.isArray(required) && required.includes(name),
        };
  });
}

function typeOf({ enum: choices, type, items }: Schema): string {
  if (choices) {
    return choices.map(choice => `\`${choice}\``).join(', ');
  }
  if (type !== 'array') {
    return String(type ?? 'any');
  }
  const item = Array.isArray(items) ? items[0] : items;
  return `list of ${item?.type ?? 'value'}s`;
}

function defaultOf({ schema, required }: Field): string {
  if (schema.default === undefined) {
    return required ? 'required' : '';
  }
  const value: unknown = schema.default;
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** A row of a table of inputs. */
export const inputRow = (field: Field): readonly string[] => [
  `\`${field.path}\``,
  typeOf(field.schema),
  defaultOf(field),
  cell(field.schema.description ?? ''),
];

/** A row of a table of outputs. */
export const outputRow = ({ path, schema }: Field): readonly string[] => [
  `\`${path}\``,
  typeOf(schema),
  cell(schema.description ?? ''),
];
