import { InputError } from '@backstage/errors';
import { isMap } from './userValues';

const TEMPLATE = /\{\{|\}\}/;

/** What helm takes for the end of an object, at the beginning of any line; PEM begins alike. Source: Helm, `releaseutil.SplitManifests`. */
const SEPARATOR = /^---(?!--(BEGIN|END) )/m;

/** The places of texts, and of keys, in which something stands. */
function placesOf(
  text: RegExp,
  value: unknown,
  path: readonly string[] = [],
): string[] {
  if (typeof value === 'string') {
    return text.test(value) ? [path.join('.')] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => placesOf(text, item, [...path, `${i}`]));
  }
  return isMap(value)
    ? Object.entries(value).flatMap(([key, item]) => [
        ...(text.test(key) ? [[...path, key].join('.')] : []),
        ...placesOf(text, item, [...path, key]),
      ])
    : [];
}

/**
 * Refuses what would be more than a value. The chart runs many values as templates, and a template may look up any Secret
 * that the deploying identity can read; others it writes without quotes, and a line `---` there begins an object of the
 * user's own. Who fills in the form must not borrow the rights of the deploy.
 *
 * @throws InputError naming each refused value
 */
export function refuseTemplates(user: Readonly<Record<string, unknown>>): void {
  const templates = placesOf(TEMPLATE, user);
  if (templates.length > 0) {
    throw new InputError(
      `values: ${templates.join(
        ', ',
      )} hold template syntax ({{ }}), which the chart would run with the rights of the deploy; write plain values`,
    );
  }
  const separators = placesOf(SEPARATOR, user);
  if (separators.length > 0) {
    throw new InputError(
      `values: ${separators.join(
        ', ',
      )} hold a line that begins with ---, which would end the object that the chart writes and begin another; leave that line out`,
    );
  }
}
