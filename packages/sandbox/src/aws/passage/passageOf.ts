import type { ClusterIdentity } from '../../world';
import type { Ec2State } from '../services/ec2/Ec2State';
import type { WireRequest } from '../wire/Protocol';
import { findPassage } from './findPassage';
import { originOf } from './originOf';
import type { Origin, Passage } from './Passage';

/** Finds the VPC endpoint on the way of a call; throws NoWayError. */
export type PassageOf = (call: {
  readonly service: string;
  readonly region: string;
  readonly request: WireRequest;
  readonly input: Readonly<Record<string, unknown>>;
  /** Where the credentials of the call belong. */
  readonly origin: Origin | undefined;
}) => Passage | undefined;

/** A call without credentials comes from where the web identity belongs that it brings. */
export const passageFinder =
  (state: Ec2State, clusters: readonly ClusterIdentity[]): PassageOf =>
  ({ service, region, request, input, origin }) => {
    const { WebIdentityToken: token } = input;
    return findPassage(state, {
      ...{ service, region, now: new Date() },
      host: (request.headers.host ?? '').replace(/:\d+$/, ''),
      origin: typeof token === 'string' ? originOf(token, clusters) : origin,
    });
  };
