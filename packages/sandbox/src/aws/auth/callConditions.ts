import type { ConditionContext } from '../policy/conditions';
import { principalTags } from '../policy/tagConditions';
import type { CallContext } from '../Service';

/** Where the services are that have one endpoint for the whole partition, whatever region a client works in. */
const globalRegion = 'us-east-1';

/** The global condition keys of a call (IAM user guide, "AWS global condition context keys"), lower-cased. */
export function callConditions(
  { caller, region, now, passage }: CallContext,
  action: string,
): ConditionContext {
  const isSession = caller.arn.includes(':assumed-role/');
  return {
    ...principalTags(caller.permissions().tags),
    'aws:principalarn': [caller.principalArn],
    'aws:principalaccount': [caller.account],
    'aws:principaltype': [isSession ? 'AssumedRole' : 'User'],
    'aws:principalisawsservice': ['false'],
    'aws:userid': [caller.userId],
    ...(!isSession && {
      'aws:username': [
        caller.principalArn.slice(caller.principalArn.lastIndexOf('/') + 1),
      ],
    }),
    'aws:requestedregion': [action.startsWith('iam:') ? globalRegion : region],
    'aws:currenttime': [now.toISOString()],
    'aws:epochtime': [String(Math.floor(now.getTime() / 1000))],
    'aws:securetransport': ['true'],
    // Through an endpoint a service sees the VPC, and no public address.
    ...(passage
      ? {
          'aws:sourcevpc': [passage.vpcId],
          'aws:sourcevpce': [passage.endpointId],
        }
      : { 'aws:sourceip': ['127.0.0.1'] }),
    'aws:viaawsservice': ['false'],
  };
}
