import type { CallOptions } from '../../../connections/kubernetes';
import type { SecretValue } from './secretValue';

/** A secret that exists for minutes only, and leaves no earlier version behind. */
export interface TransientSecret {
  /** `undefined` when there is none. */
  read(options: CallOptions): Promise<SecretValue | undefined>;
  /**
   * Writes it in the place of what was read.
   *
   * @throws OvertakenError when somebody else has written it since
   */
  write(
    text: string,
    replaces: SecretValue | undefined,
    options: CallOptions,
  ): Promise<void>;
  /** Deletes it with all its versions, beyond any recovery. */
  destroy(options: CallOptions): Promise<void>;
}
