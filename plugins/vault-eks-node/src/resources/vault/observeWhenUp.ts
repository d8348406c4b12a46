import { NotFoundError } from '@backstage/errors';

/**
 * In a Vault that is not installed or not initialised yet, the thing does not exist yet: a plan says "create" then. One that
 * was initialised and that nobody leads throws `NotLookedAtError` instead.
 */
export async function observeWhenUp<T>(
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}
