import type * as sdk from '@aws-sdk/client-iam';
import type { OperationsOf } from '../../Service';
import type { IamState } from './IamState';

/** IAM's default quota of roles. Source: IAM user guide, IAM and STS quotas. */
const ROLES_QUOTA = 1000;

/** How much of the account's IAM quotas is used. */
export function accountSummaryOperations(
  state: IamState,
): OperationsOf<typeof sdk> {
  return {
    GetAccountSummary: () => ({
      SummaryMap: {
        Roles: state.roles.size,
        RolesQuota: ROLES_QUOTA,
      },
    }),
  };
}
