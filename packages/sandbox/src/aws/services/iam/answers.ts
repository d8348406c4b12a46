import { AwsError } from '../../AwsError';
import { pageOf } from '../../paging';
import type { IamTag, RoleRecord } from './IamState';

/** IAM's 404. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

/** IAM's 409 for names that are taken. */
export function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, 409);
}

/** A page by IAM's member names. */
export function iamPage<T>(
  items: readonly T[],
  input: { readonly Marker?: string; readonly MaxItems?: number },
) {
  const page = pageOf(items, { token: input.Marker, limit: input.MaxItems });
  return {
    items: page.items,
    IsTruncated: page.nextToken !== undefined,
    Marker: page.nextToken,
  };
}

const keyOf = (tag: IamTag) => (tag.Key ?? '').toLowerCase();

/** Old tags with the new ones put over them; keys are the same in either case. Throws InvalidInput for twins. */
export function mergeTags(
  old: readonly IamTag[],
  added: readonly IamTag[] = [],
): IamTag[] {
  const keys = new Set(added.map(keyOf));
  if (keys.size < added.length) {
    throw new AwsError(
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  return [...old.filter(tag => !keys.has(keyOf(tag))), ...added];
}

/** A role as IAM shows it. */
export function shownRole(role: RoleRecord) {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    CreateDate: new Date(role.createdAt),
    // IAM sends documents percent-encoded.
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    Tags: role.tags.length > 0 ? [...role.tags] : undefined,
    PermissionsBoundary: role.permissionsBoundary
      ? {
          PermissionsBoundaryArn: role.permissionsBoundary,
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
        }
      : undefined,
    RoleLastUsed: {},
  };
}
