import { NotFoundError } from '@backstage/errors';

/**
 * A Vault that nobody leads, because it is not installed or not initialised yet, is a Vault in which the thing does not
 * exist yet: a plan says "create" then.
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
