import type { Claim } from '../Claim';
import type { Evidence } from '../evidence/Evidence';
import { injectorName } from '../evidence/injectorPods';

/** All pods of the injector run. */
export const injectorReady = ({ session, injector }: Evidence): Claim => ({
  id: 'injector-ready',
  claim: 'The agent injector is ready',
  fix: `Look at the pods of Deployment ${injectorName(
    session.pods.fullname,
  )} with kubectl describe.`,
  try: async ctx => `${await injector(ctx)} pods`,
});
