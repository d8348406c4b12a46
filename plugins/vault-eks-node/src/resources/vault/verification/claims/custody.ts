import { Claim, ClaimFailed } from '../Claim';
import type { Evidence } from '../evidence/Evidence';

/** Claims about what is left of the initialisation. What custody holds never leaves this file. */
export function custodyClaims({ custody }: Evidence): Claim[] {
  return [
    {
      id: 'recovery-keys-kept',
      claim: 'The recovery keys are in custody',
      fix: 'Run the deploy again; when it says that the keys never arrived, follow what it says word by word.',
      async try(ctx) {
        const record = await custody.read(ctx);
        if (record.state !== 'initialised') {
          throw new ClaimFailed(`Custody is ${record.state}`);
        }
        return `${record.recoveryKeys.length} shares in ${custody.name}`;
      },
    },
    {
      id: 'root-token-gone',
      claim: 'Custody holds no root token',
      fix: 'Run the deploy again; it revokes the root token once an administrator has logged in.',
      async try(ctx) {
        const record = await custody.read(ctx);
        if (record.state === 'initialised' && record.rootToken) {
          throw new ClaimFailed('Custody still holds a root token');
        }
        return undefined;
      },
    },
  ];
}
