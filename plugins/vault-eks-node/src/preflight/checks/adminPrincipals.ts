import { isAmong } from '../../resources/vault/auth/aws/canonicalPrincipal';
import type { PreflightCheck } from '../PreflightCheck';

/** A login by AWS identity can be tried only by who has that identity. */
export const adminPrincipals: PreflightCheck = {
  subject: 'the IAM principals that administer Vault',
  asks: 'kubernetes',
  optional: true,
  async run({ spec, aws, ownership }) {
    const unproven = spec.admin.awsPrincipals.filter(
      principal => !isAmong(aws.callerArn, [principal]),
    );
    return unproven.length > 0
      ? [
          {
            id: 'admin-not-proven',
            severity: 'warning',
            what: `That ${unproven.join(
              ', ',
            )} can log in to Vault as administrator is not proven.`,
            why: `This product works as ${aws.callerArn} and cannot sign in the name of others; it proves the login of service account ${spec.namespace}/${spec.admin.serviceAccount} before it revokes the root token.`,
            fix: `Log in by hand once: vault login -method=aws role=vault-eks-admin region=${spec.region} header_value=${ownership.owner}`,
          },
        ]
      : [];
  },
};
