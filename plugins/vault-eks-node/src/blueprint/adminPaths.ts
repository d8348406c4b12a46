import {
  adminRole,
  awsAdminPath,
  isAmong,
  kubernetesAdminPath,
} from '../resources/vault';
import type { AdminPath } from '../resources/vault';
import type { VaultContext } from './vaultContext';

/** The ways to administer Vault that can be tried from here: always one, and a second when we are such a principal. */
export function adminPaths({
  spec,
  aws,
  ownership,
  session,
}: VaultContext): readonly [AdminPath, ...AdminPath[]] {
  const kubernetes = kubernetesAdminPath(session, adminRole(spec));
  return isAmong(aws.callerArn, spec.admin.awsPrincipals)
    ? [
        kubernetes,
        awsAdminPath({
          callerArn: aws.callerArn,
          region: spec.region,
          serverId: ownership.owner,
          credentials: aws.credentials,
        }),
      ]
    : [kubernetes];
}
