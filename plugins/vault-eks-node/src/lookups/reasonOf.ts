import { isError } from '@backstage/errors';
import { isCredentialsError, isDenied } from '../connections/aws';
import { adviceFor, deniedAction } from '../connections/aws/adviceFor';
import type { AwsScope } from '../connections/aws/signIn';

const POLICY = 'docs/permissions/portal-policy.json';

/** What this product says itself, without a word of AWS. */
const OWN = ['InputError', 'NotAllowedError', 'NotFoundError'];

/** Whether the message of an error is our own and may be shown as it is. */
export const isOwnWord = (error: unknown): error is Error =>
  isError(error) && OWN.includes(error.name);

const accountOf = ({ account }: AwsScope) =>
  account ? `account ${account}` : 'the default account';

/**
 * Why a look-up failed and what mends it, for anyone: what AWS says names identities and policies, so none of it is told.
 */
export function reasonOf(error: unknown, place: AwsScope): string {
  if (isOwnWord(error)) {
    return error.message;
  }
  if (isDenied(error)) {
    const right = deniedAction(error);
    return `The AWS identity of the portal lacks ${
      right ?? 'a right'
    } in ${accountOf(place)}. Give it ${POLICY}.`;
  }
  if (
    isCredentialsError(error) ||
    (isError(error) && error.name === 'AuthenticationError')
  ) {
    return `The portal has no working AWS credentials for ${accountOf(
      place,
    )}. Correct aws.accounts or aws.mainAccount in app-config, or the default credentials of the backend.`;
  }
  if (isError(error) && ['AbortError', 'TimeoutError'].includes(error.name)) {
    return `AWS did not answer in time in ${accountOf(place)}, ${
      place.region
    }. Try again, or check the network path of the backend.`;
  }
  return `AWS did not tell in ${accountOf(place)}, ${place.region}. ${
    adviceFor(error, '') ?? "The log of the portal's backend says more."
  }`;
}
