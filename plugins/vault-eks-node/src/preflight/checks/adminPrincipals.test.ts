import { CALLER } from '../__testUtils__/fakeAws';
import { preflightContext } from '../__testUtils__/preflightContext';
import { adminPrincipals } from './adminPrincipals';

const OTHERS = 'arn:aws:iam::111122223333:role/teams/platform-admins';
const run = (awsPrincipals: string[], callerArn = CALLER) => {
  const ctx = preflightContext({ spec: { admin: { awsPrincipals } } });
  return adminPrincipals.run({ ...ctx, aws: { ...ctx.aws, callerArn } });
};

describe('IAM principals that administer Vault', () => {
  it('are nothing to speak of when there are none', async () => {
    expect(await run([])).toEqual([]);
  });

  it('are said to be unproven, with the command that proves them', async () => {
    const [found] = await run([OTHERS]);
    expect(found).toMatchObject({
      id: 'admin-not-proven',
      severity: 'warning',
    });
    expect(found.what).toContain(OTHERS);
    expect(found.fix).toBe(
      'Log in by hand once: vault login -method=aws role=vault-eks-admin region=eu-west-1 header_value=demo/vault/vault',
    );
  });

  it('are left to the proof when this product is one of them', async () => {
    const caller = 'arn:aws:sts::111122223333:assumed-role/platform-admins/x';
    expect(await run([OTHERS], caller)).toEqual([]);
  });
});
