import { z } from 'zod/v3';
import { specInput } from './specInput';

/** Inputs of `vault-eks:tls:issue`: whose certificate it is, who signs it and for which names. */
export const tlsInput = specInput.pick({
  cluster: true,
  region: true,
  account: true,
  namespace: true,
  release: true,
  replicas: true,
  ui: true,
  tls: true,
});

/** Inputs of `vault-eks:tls:renew`. */
export const tlsRenewInput = tlsInput.extend({
  force: z
    .boolean()
    .default(false)
    .describe('Renew now, however many days are left'),
});
