import { z } from 'zod/v3';

/** Armoured keys of 8192 bits with a dozen user ids stay far below this. */
const LONGEST_KEY = 65_536;

/** One person who holds a share of the recovery key. */
const holder = z
  .object({
    name: z
      .string()
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,63}$/u,
        'use 1 to 64 letters, digits, spaces and ._@+-, starting with a letter or digit',
      )
      .describe('Who holds the share, for example ada@example.com'),
    publicKey: z
      .string()
      .min(1, 'give the public key of this holder')
      .max(LONGEST_KEY, 'is longer than any public key')
      .describe(
        'The OpenPGP public key of the holder: armoured, or its bytes in base64, as `gpg --armor --export` and `gpg --export | base64` give it',
      ),
  })
  .strict();

/** Custody by holders of OpenPGP keys: each share exists outside Vault only as a ciphertext for its holder. */
export const pgp = z
  .object({
    holders: z
      .array(holder)
      .min(1, 'custody.pgp.holders: name at least one holder')
      .max(20, 'custody.pgp.holders: name at most 20 holders')
      .describe(
        'Who holds the shares, one each: the number of holders is the number of shares',
      ),
  })
  .strict()
  .optional()
  .describe(
    'Encrypt each share to the OpenPGP key of its holder; the secret keeps ciphertext only. Left out, the secret holds the shares themselves',
  );
