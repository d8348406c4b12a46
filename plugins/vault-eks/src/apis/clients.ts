/** A chunk of its own: what talks to the portal is fetched when something is first asked of it. */
export {
  VaultEksClient,
  VaultEksFormClient,
} from '@vault-eks/backstage-plugin-vault-eks-common';
