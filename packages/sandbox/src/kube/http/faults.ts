import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  suffer,
  type Fate,
  type HttpFault,
} from '../../interference/HttpFault';
import { ApiError } from '../api/ApiError';
import type { UserInfo } from '../auth/UserInfo';
import type { ResourceRequest } from './RequestInfo';

/** A request to a resource, by verb and resource, such as `patch statefulsets` or `create pods/exec`. */
export interface KubeCall {
  readonly service: 'kubernetes';
  readonly operation: string;
  /** The user who makes it. */
  readonly principal: string;
}

/** Decides the fault of each request to a resource; `undefined` leaves it alone. */
export interface KubeFaults {
  beforeCall(call: KubeCall): HttpFault | undefined;
}

/** How faults and the log of calls name a request. */
export function callOf(info: ResourceRequest, user: UserInfo): KubeCall {
  const { type, subresource } = info;
  // A WebSocket starts as a GET; it is told by what it does.
  const isStream = ['exec', 'portforward'].includes(subresource ?? '');
  const verb = isStream ? 'create' : info.verb;
  const resource = subresource ? `${type.plural}/${subresource}` : type.plural;
  return {
    service: 'kubernetes',
    operation: `${verb} ${resource}`,
    principal: user.username,
  };
}

/** Lets the request suffer its fault; throws when that is an error answer. */
export async function sufferAsKube(
  faults: KubeFaults | undefined,
  call: KubeCall,
  connection: ServerResponse | Duplex,
): Promise<Fate> {
  const fate = await suffer(faults?.beforeCall(call), connection);
  if (typeof fate === 'object') {
    throw new ApiError(fate.status, fate.code, fate.message);
  }
  return fate;
}
