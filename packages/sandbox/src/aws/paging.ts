import { AwsError } from './AwsError';

/** One page of a list, and the token for the next one. */
export interface Page<T> {
  readonly items: T[];
  readonly nextToken: string | undefined;
}

/** Cuts a page out of a list; the token is opaque to clients, as AWS's are. */
export function pageOf<T>(
  items: readonly T[],
  options: {
    readonly token: string | undefined;
    readonly limit: number | undefined;
    readonly invalidToken?: AwsError;
  },
): Page<T> {
  const start = options.token === undefined ? 0 : offsetOf(options.token);
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw (
      options.invalidToken ??
      new AwsError('InvalidParameterException', 'Invalid pagination token')
    );
  }
  const end = start + (options.limit ?? 100);
  return {
    items: items.slice(start, end),
    nextToken:
      end < items.length
        ? Buffer.from(`offset:${end}`).toString('base64')
        : undefined,
  };
}

function offsetOf(token: string): number {
  const decoded = Buffer.from(token, 'base64').toString('utf8');
  return decoded.startsWith('offset:')
    ? Number(decoded.slice('offset:'.length))
    : NaN;
}
