import { AwsError } from '../AwsError';

/** What a caller is told; what is no error of AWS's is one of the sandbox, and goes to its log. */
export function awsErrorOf(error: unknown): AwsError {
  if (error instanceof AwsError) {
    return error;
  }
  const reason = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`sandbox aws: ${reason}\n`);
  return new AwsError(
    'InternalFailure',
    'The sandbox failed; see its log.',
    500,
  );
}
