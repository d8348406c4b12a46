import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../../../engine/ManagedResource';
import { leaves } from './values/userValues';

const LONGEST_SHOWN = 60;

function shown(value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= LONGEST_SHOWN && !text.includes('\n')) {
    return text;
  }
  const digest = createHash('sha256').update(text).digest('hex');
  return `sha256:${digest.slice(0, 12)}`;
}

/** Numbers and switches are no secrets; any other value that a person chose may be one. */
const hidden = (value: unknown) =>
  value === undefined || ['number', 'boolean'].includes(typeof value)
    ? shown(value)
    : 'not shown';

/**
 * How two trees of chart values differ, leaf by leaf; long texts by their hash.
 *
 * @param own - what the person who wrote the spec chose of the wanted ones: it is not shown, and nor is what is not wanted any
 * more, since a plan is seen by others
 */
export function diffValues(
  now: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
): Change[] {
  const from = new Map(leaves(now));
  const to = new Map(leaves(wanted));
  const chosen = new Set(leaves(own).map(([path]) => path));
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter(path => !isDeepStrictEqual(from.get(path), to.get(path)))
    .sort()
    .map(path => {
      const show = to.has(path) && !chosen.has(path) ? shown : hidden;
      return {
        field: `values.${path}`,
        from: show(from.get(path)),
        to: show(to.get(path)),
      };
    });
}
