import { InputError } from '@backstage/errors';

/** Enables something at a path of Vault; that it is there already, by a run beside this one, is as good. */
export async function unlessInUse(enable: () => Promise<void>): Promise<void> {
  try {
    await enable();
  } catch (error) {
    if (
      !(error instanceof InputError && /already in use/.test(error.message))
    ) {
      throw error;
    }
  }
}
