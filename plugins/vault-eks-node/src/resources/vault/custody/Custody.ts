import { ConflictError } from '@backstage/errors';
import { z } from 'zod/v3';
import type { CallOptions } from '../../../connections/kubernetes';

/** A share that only its holder can read. */
const encryptedShare = z.object({
  holder: z.string(),
  /** Of the key that it is encrypted to. */
  fingerprint: z.string(),
  /** An OpenPGP message in base64; inside is the share in hexadecimal. */
  ciphertext: z.string(),
});

/** The shares: as they are, or with PGP as ciphertext for each holder. */
const recoveryKeys = z.array(z.union([z.string(), encryptedShare])).min(1);

/** What is kept of an initialisation for good. */
export const keptForGood = z.object({
  recoveryKeys,
  /** For the holders, who may meet nothing but this secret. */
  howToDecrypt: z.string().optional(),
  initialisedAt: z.string().optional(),
});

/** What the custody secret holds, as JSON. */
export const custodyRecord = z.discriminatedUnion('state', [
  z.object({ state: z.literal('empty') }),
  /** Written before Vault is asked to initialise: keys may be on their way. */
  z.object({
    state: z.literal('initialising'),
    marker: z.string(),
    startedAt: z.string(),
  }),
  keptForGood.extend({
    state: z.literal('initialised'),
    /** Only until an admin has proven to log in. */
    rootToken: z.string().optional(),
  }),
]);

export type CustodyRecord = z.output<typeof custodyRecord>;

/** A recovery share as it is kept. */
export type KeptShare = z.output<typeof recoveryKeys>[number];

/** Keys of another initialisation are where these should go; no further try changes that. */
export class OtherKeysError extends ConflictError {
  /** @param where - as a sentence names it: `Secret vault-eks/demo` */
  constructor(where: string) {
    super(`${where} holds recovery keys already; they are not overwritten`);
  }
}

/** The one place where recovery keys are kept. */
export interface Custody {
  /** The secret's name, for people. */
  readonly name: string;
  read(options: CallOptions): Promise<CustodyRecord>;
  write(record: CustodyRecord, options: CallOptions): Promise<void>;
}
