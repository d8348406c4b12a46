import { AwsError } from '../../AwsError';

/** EKS's 404. */
export function resourceNotFound(
  message: string,
  members: Readonly<Record<string, unknown>> = {},
): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404, members);
}
