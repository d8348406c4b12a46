import type { CallOptions } from '../../../connections/kubernetes';

/** A secret that exists for minutes only, and leaves no earlier version behind. */
export interface TransientSecret {
  /** `undefined` when there is none. */
  read(options: CallOptions): Promise<string | undefined>;
  write(value: string, options: CallOptions): Promise<void>;
  /** Deletes it with all its versions, beyond any recovery. */
  destroy(options: CallOptions): Promise<void>;
}
