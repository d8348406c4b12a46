import type { CallContext } from '../../Service';
import { noSuchEntity } from './answers';
import type { IamState, RoleRecord } from './IamState';

/** A role by name, once it can be seen; throws NoSuchEntity. */
export function roleNamed(
  state: IamState,
  name: string | undefined,
  context: CallContext,
): RoleRecord {
  const role = state.roles.get(name ?? '');
  if (!role || !context.sees('iam', role.createdAt)) {
    throw noSuchEntity(`The role with name ${name} cannot be found.`);
  }
  return role;
}

/** The ARN of a policy that may be attached or be a boundary; throws NoSuchEntity for any other. */
export function requireAttachable(
  state: IamState,
  arn: string,
  as: 'policy' | 'boundary',
): string {
  if (!state.managedPolicy(arn)) {
    throw noSuchEntity(
      as === 'boundary'
        ? `Scope ARN: ${arn} does not exist or is not attachable.`
        : `Policy ${arn} does not exist or is not attachable.`,
    );
  }
  return arn;
}
