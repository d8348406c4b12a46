import { specInput } from './specInput';

/** What the actions inside an initialised Vault take. */
export const vaultInput = specInput.pick({
  cluster: true,
  region: true,
  account: true,
  namespace: true,
  release: true,
  endpoints: true,
  custody: true,
  audit: true,
  admin: true,
  apps: true,
});
