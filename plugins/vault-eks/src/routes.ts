import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/core-plugin-api';

/** The page of all registered Vaults. */
export const rootRouteRef = createRouteRef({ id: 'vault-eks' });

/** The template that makes a Vault; unbound where the portal has no scaffolder. */
export const newVaultRouteRef = createExternalRouteRef({
  id: 'vault-eks-new',
  optional: true,
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
