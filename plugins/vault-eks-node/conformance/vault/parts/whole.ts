/* eslint-disable jest/no-export -- a part of vault.test.ts */
import type { VerifiedClaim } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { OpenVault } from '../world/openVault';

/** The claims of a finished deploy that Vault itself, its pods and its audit log have a part in. */
const CLAIMS = [
  'tls-chain',
  'tls-inside',
  'certificate-days',
  'unsealed',
  'one-leader',
  'leader-lock',
  'clock-skew',
  'secret-round-trip',
  'audit-devices',
  'audit-lines-file',
  'audit-lines-stdout',
  'injector-ready',
  'injector-secret',
  'recovery-keys-kept',
  'root-token-gone',
];

/** What a deploy is in the end. */
export function describeWhole(vault: () => OpenVault): void {
  describe('Whole deploy:', () => {
    let claims: readonly VerifiedClaim[] = [];

    it('ends with claims', async () => {
      claims = await vault().applyAll();
      expect(claims.map(({ id }) => id)).toEqual(
        expect.arrayContaining(CLAIMS),
      );
    });

    it.each(CLAIMS)('holds the claim %s', id => {
      const claim = claims.find(candidate => candidate.id === id);
      expect(claim?.passed ? 'passed' : claim?.detail).toBe('passed');
    });

    it('changes nothing in a second run', async () => {
      expect(await vault().changesUntil('verify')).toEqual([]);
    });
  });
}
