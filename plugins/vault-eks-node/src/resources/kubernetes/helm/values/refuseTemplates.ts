import { InputError } from '@backstage/errors';
import { isMap } from './userValues';

const TEMPLATE = /\{\{|\}\}/;

function templatesIn(value: unknown, path: readonly string[]): string[] {
  if (typeof value === 'string') {
    return TEMPLATE.test(value) ? [path.join('.')] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => templatesIn(item, [...path, `${i}`]));
  }
  return isMap(value)
    ? Object.entries(value).flatMap(([key, item]) => [
        ...(TEMPLATE.test(key) ? [[...path, key].join('.')] : []),
        ...templatesIn(item, [...path, key]),
      ])
    : [];
}

/**
 * Refuses template syntax in the user's values. The chart runs many of them as templates, and a template may look up any
 * Secret that the deploying identity can read: who fills in the form must not borrow its rights.
 *
 * @throws InputError naming each refused value
 */
export function refuseTemplates(user: Readonly<Record<string, unknown>>): void {
  const refused = templatesIn(user, []);
  if (refused.length > 0) {
    throw new InputError(
      `values: ${refused.join(
        ', ',
      )} hold template syntax ({{ }}), which the chart would run with the rights of the deploy; write plain values`,
    );
  }
}
