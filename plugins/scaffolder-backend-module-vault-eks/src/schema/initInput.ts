import { specInput } from './specInput';

/** Inputs of `vault-eks:vault:init`; the table is named by what tells that keys never arrived. */
export const initInput = specInput.pick({
  cluster: true,
  region: true,
  account: true,
  namespace: true,
  release: true,
  replicas: true,
  storage: true,
  custody: true,
  tags: true,
  adopt: true,
});
