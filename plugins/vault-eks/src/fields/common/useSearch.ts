import { useEffect, useMemo, useState } from 'react';
import { useLookUp, type LookUp } from './useLookUp';

/** A look-up of a list that may be too long to be told whole. */
export type Search<T> = (
  text: string | undefined,
  signal: AbortSignal,
) => Promise<T>;

/** Looks up a list, and lets the portal search it with what was typed once the list turns out to be longer than that. */
export function useSearch<T extends { readonly more: boolean }>(
  search: Search<T> | undefined,
  typed: string,
): LookUp<T> {
  const [long, setLong] = useState(false);
  const text = long && typed ? typed.slice(0, 100) : undefined;
  const ask = useMemo(
    () => search && ((signal: AbortSignal) => search(text, signal)),
    [search, text],
  );
  const lookUp = useLookUp(ask);
  const more = lookUp.answer?.more ?? false;
  useEffect(() => {
    if (more) {
      setLong(true);
    }
  }, [more]);
  // Another list may be short.
  useEffect(() => setLong(false), [search]);
  return lookUp;
}
