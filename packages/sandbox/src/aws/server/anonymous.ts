import type { Caller } from '../Service';

/** Whoever signs nothing, as who brings a web identity. */
export function anonymous(account: string): Caller {
  return {
    account,
    arn: 'anonymous',
    userId: 'anonymous',
    principalArn: 'anonymous',
    permissions: () => ({ identity: [] }),
  };
}
