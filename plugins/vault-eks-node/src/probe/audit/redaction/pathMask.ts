const REDACTED = '<redacted>';

/** One of the paths that a policy masks, written as in a Vault policy. */
interface PathPattern {
  readonly matches: RegExp;
  /** What may be seen of a path that matches. */
  readonly shown: string;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Why a pattern cannot be used; `undefined` when it can. */
export function wrongPattern(pattern: string): string | undefined {
  if (pattern === '' || pattern.startsWith('/')) {
    return 'must be a path in Vault, without a slash before it';
  }
  if (pattern.slice(0, -1).includes('*')) {
    return 'may have `*` only at its end, as in a Vault policy; `+` stands for one part of a path';
  }
  if (pattern.split('/').some(part => part.includes('+') && part !== '+')) {
    return 'may have `+` only as a whole part of the path, as in a Vault policy';
  }
  return undefined;
}

function toPattern(pattern: string): PathPattern {
  const isPrefix = pattern.endsWith('*');
  const path = isPrefix ? pattern.slice(0, -1) : pattern;
  const parts = path
    .split('/')
    .map(part => (part === '+' ? '[^/]+' : escaped(part)));
  const [plain] = path.split(/(?:^|(?<=\/))\+(?:\/|$)/);
  return {
    matches: new RegExp(`^${parts.join('/')}${isPrefix ? '' : '/?$'}`, 's'),
    shown: plain.slice(0, plain.lastIndexOf('/') + 1),
  };
}

/**
 * Masks the end of paths that match a pattern: `kv/data/hr/*` leaves `kv/data/hr/<redacted>`.
 *
 * @param patterns - as in a Vault policy: `*` at the end for whatever follows, `+` for one part of a path
 * @returns the path as it may be shown; the same when nothing of it is masked
 */
export function createPathMask(
  patterns: readonly string[],
): (path: string) => string {
  const all = patterns.map(toPattern);
  return path => {
    const pattern = all.find(({ matches }) => matches.test(path));
    return pattern && path !== pattern.shown
      ? `${pattern.shown}${REDACTED}`
      : path;
  };
}
