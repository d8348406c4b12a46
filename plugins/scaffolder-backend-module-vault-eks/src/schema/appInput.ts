import { appSchema } from '@vault-eks/backstage-plugin-vault-eks-common';
import { specInput } from './specInput';

/** What the actions on one application take: which Vault, and which application. */
export const appInput = specInput
  .pick({
    cluster: true,
    region: true,
    account: true,
    namespace: true,
    release: true,
    apps: true,
    admin: true,
  })
  .extend({ app: appSchema });
