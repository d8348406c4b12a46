import { arn, partitionOf } from '../../connections/aws';
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

/** Where the global services of a partition are. Source: "AWS: Denies access to AWS based on the requested Region", IAM guide. */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
};

/** The region that IAM sees in a call, whatever the region that the caller works in. */
function requestedRegion(actions: readonly string[], region: string): string {
  const isGlobal = actions.every(action => /^(iam|route53):/.test(action));
  return (isGlobal && GLOBAL_REGIONS[partitionOf(region)]) || region;
}

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
      context: {
        'aws:RequestedRegion': requestedRegion(rights.actions, region),
        ...rights.context,
      },
    }));
}
