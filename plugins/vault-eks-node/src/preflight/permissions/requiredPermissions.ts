import { arn } from '../../connections/aws';
import { endpointRights } from './endpointRights';
import { identityRights } from './identityRights';
import { keyRights } from './keyRights';
import { lookUpRights } from './lookUpRights';
import type {
  Namer,
  PermissionScope,
  RequiredPermission,
} from './RequiredPermission';
import { secretRights } from './secretRights';
import { tableRights } from './tableRights';

/** Every right on AWS that this spec takes; `docs/permissions/deploy-policy.json` gives the same, for all specs. */
export function requiredPermissions(
  scope: PermissionScope,
): readonly RequiredPermission[] {
  const { account, region } = scope.aws;
  const on: Namer = (service, resource) =>
    arn(region, {
      service,
      region: service === 'iam' ? '' : region,
      account,
      resource,
    });
  return [
    lookUpRights,
    tableRights,
    keyRights,
    endpointRights,
    identityRights,
    secretRights,
  ]
    .flatMap(rights => rights(scope, on))
    .map(rights => ({
      use: 'deploy',
      ...rights,
      context: { 'aws:RequestedRegion': region, ...rights.context },
    }));
}
