import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../api/ApiError';
import type { ResourceRequest } from './RequestInfo';

/** What goes wrong with a request: an error answer, a dropped connection, no answer at all, or a delay in milliseconds. */
export type KubeFault =
  | { readonly status: number; readonly code: string; readonly message: string }
  | 'drop'
  | 'drop-response'
  | 'timeout'
  | number;

/**
 * Decides the fault of each request to a resource; `undefined` leaves it alone. The service is always `kubernetes`,
 * the operation the verb and the resource, such as `patch statefulsets` or `create pods/exec`.
 */
export interface KubeFaults {
  beforeCall(call: {
    readonly service: string;
    readonly operation: string;
  }): KubeFault | undefined;
}

/** Lets the request suffer its fault; answers whether its response must be lost. */
export async function suffer(
  faults: KubeFaults | undefined,
  info: ResourceRequest,
  response: ServerResponse,
): Promise<'serve' | 'serve and drop' | 'dropped'> {
  const resource = info.subresource
    ? `${info.type.plural}/${info.subresource}`
    : info.type.plural;
  const fault = faults?.beforeCall({
    service: 'kubernetes',
    operation: `${info.verb} ${resource}`,
  });
  if (fault === undefined) return 'serve';
  if (fault === 'drop') {
    response.destroy();
    return 'dropped';
  }
  // Without an answer the client gives up in the end.
  if (fault === 'timeout') return 'dropped';
  if (fault === 'drop-response') return 'serve and drop';
  if (typeof fault === 'number') {
    await delay(fault);
    return 'serve';
  }
  throw new ApiError(fault.status, fault.code, fault.message);
}
