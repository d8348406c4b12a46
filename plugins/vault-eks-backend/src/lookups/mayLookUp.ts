import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { vaultEksLookupReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Request } from 'express';

/** Who asks, when the policy lets that person look into the AWS accounts of the portal. */
export type MayLookUp = (
  req: Request,
) => Promise<BackstageCredentials<BackstageUserPrincipal>>;

/** Asks the policy; throws NotAllowedError, or AuthenticationError for nobody. */
export function createMayLookUp(options: {
  readonly httpAuth: HttpAuthService;
  readonly permissions: PermissionsService;
}): MayLookUp {
  const { httpAuth, permissions } = options;
  return async req => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const [decision] = await permissions.authorize(
      [{ permission: vaultEksLookupReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You may not use ${vaultEksLookupReadPermission.name}; the people who run the portal can grant it`,
      );
    }
    return credentials;
  };
}
