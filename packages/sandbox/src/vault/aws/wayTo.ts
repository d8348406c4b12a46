import { Agent } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';

const TIMEOUT_MS = 10_000;

/** A resolver that knows one address for every name. */
const alwaysAt =
  (address: string): LookupFunction =>
  (_hostname, { all }, callback) =>
    all
      ? callback(null, [{ address, family: isIP(address) }])
      : callback(null, address, isIP(address));

/**
 * How a pod reaches AWS: all of its names lead to the sandbox, as if by DNS, and over HTTP; which name it was can be seen
 * there by the Host header. An address that is none of AWS's is taken as it is.
 */
export function wayTo(sandbox: string, named: string | undefined) {
  const requestHandler = {
    requestTimeout: TIMEOUT_MS,
    connectionTimeout: TIMEOUT_MS,
  };
  if (named === undefined) {
    return { endpoint: sandbox, requestHandler };
  }
  const { hostname } = new URL(named);
  if (!/\.amazonaws\.com(\.cn)?$/.test(hostname)) {
    return { endpoint: named, requestHandler };
  }
  const { hostname: address, port } = new URL(sandbox);
  return {
    endpoint: `http://${hostname}:${port}`,
    requestHandler: {
      ...requestHandler,
      httpAgent: new Agent({ keepAlive: true, lookup: alwaysAt(address) }),
    },
  };
}
