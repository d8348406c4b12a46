import { useEffect, useRef, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useSearchParams } from 'react-router-dom';
import { readFleetQuery, writeFleetQuery, type FleetQuery } from './fleetQuery';

/** A word is typed within it; browsers refuse to change an address at every key. */
const TYPING_MS = 300;

const addressOf = (query: FleetQuery) => writeFleetQuery(query).toString();

/**
 * What a person looks at, which the address of the page says too: it can be shared, and Back leads to the view before. What is
 * typed is shown at once and written when the typing rests, in place of what stood there.
 */
export function useFleetQuery() {
  const [params, setParams] = useSearchParams();
  const [query, setQuery] = useState(() => readFleetQuery(params));
  const written = useRef(addressOf(query));

  const asked = readFleetQuery(params);
  const askedAddress = addressOf(asked);
  useEffect(() => {
    // Back, or a link: not what was written here.
    if (askedAddress !== written.current) {
      written.current = askedAddress;
      setQuery(readFleetQuery(new URLSearchParams(askedAddress)));
    }
  }, [askedAddress]);

  const write = (next: FleetQuery, options: { readonly replace: boolean }) => {
    const address = addressOf(next);
    if (address !== written.current) {
      written.current = address;
      setParams(others => writeFleetQuery(next, others), options);
    }
  };
  useDebounce(() => write(query, { replace: true }), TYPING_MS, [query]);

  return {
    query,
    /** Each of these is a view of its own to come back to. */
    show: (next: FleetQuery) => {
      setQuery(next);
      write(next, { replace: false });
    },
    /** One of many on the way to what is meant. */
    type: (next: FleetQuery) => setQuery(next),
  };
}
