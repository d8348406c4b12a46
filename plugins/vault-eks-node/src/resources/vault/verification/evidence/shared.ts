/** Gathers something once for all claims that look at it; a failure is shared too. */
export function shared<TArgs extends unknown[], T>(
  gather: (...args: TArgs) => Promise<T>,
): (...args: TArgs) => Promise<T> {
  let gathered: Promise<T> | undefined;
  return (...args) => {
    gathered ??= gather(...args);
    return gathered;
  };
}
