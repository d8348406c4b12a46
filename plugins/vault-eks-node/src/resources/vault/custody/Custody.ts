import { z } from 'zod/v3';
import type { CallOptions } from '../../../connections/kubernetes';

/** What the custody secret holds, as JSON. */
export const custodyRecord = z.discriminatedUnion('state', [
  z.object({ state: z.literal('empty') }),
  /** Written before Vault is asked to initialise: keys may be on their way. */
  z.object({
    state: z.literal('initialising'),
    marker: z.string(),
    startedAt: z.string(),
  }),
  z.object({
    state: z.literal('initialised'),
    recoveryKeys: z.array(z.string()).min(1),
    /** Only until an admin has proven to log in. */
    rootToken: z.string().optional(),
    initialisedAt: z.string().optional(),
  }),
]);

export type CustodyRecord = z.output<typeof custodyRecord>;

/** The one place where recovery keys are kept. */
export interface Custody {
  /** The secret's name, for people. */
  readonly name: string;
  read(options: CallOptions): Promise<CustodyRecord>;
  write(record: CustodyRecord, options: CallOptions): Promise<void>;
}
