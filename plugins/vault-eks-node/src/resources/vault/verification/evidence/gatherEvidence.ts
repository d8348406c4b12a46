import { findLeader } from '../../../../connections/vault';
import { askFromInside } from './askFromInside';
import { askNodes } from './askNodes';
import type { Evidence, VerificationOptions } from './Evidence';
import { injectorPods } from './injectorPods';
import { secretRoundTrip } from './secretRoundTrip';
import { shared } from './shared';

/** Evidence for one verification; nothing is gathered before a claim asks for it. */
export function gatherEvidence(options: VerificationOptions): Evidence {
  const { kubernetes, session } = options;
  return {
    ...options,
    nodes: shared(ctx => askNodes(kubernetes, session.pods, ctx)),
    leader: shared(ctx => findLeader(kubernetes, session.pods, ctx)),
    secret: shared(ctx => secretRoundTrip({ kubernetes, session, ctx })),
    injector: shared(ctx => injectorPods(options, ctx)),
    insider: shared(ctx => askFromInside(options, ctx)),
  };
}
