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

/** How two trees of chart values differ, leaf by leaf; long texts by their hash. */
export function diffValues(
  now: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Change[] {
  const from = new Map(leaves(now));
  const to = new Map(leaves(wanted));
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter(path => !isDeepStrictEqual(from.get(path), to.get(path)))
    .sort()
    .map(path => ({
      field: `values.${path}`,
      from: shown(from.get(path)),
      to: shown(to.get(path)),
    }));
}
