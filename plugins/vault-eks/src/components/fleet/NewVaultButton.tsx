import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { newVaultRouteRef } from '../../routes';

/**
 * Leads to the template that makes a Vault, where the portal has a scaffolder.
 *
 * @public
 */
export const NewVaultButton = () => {
  const newVault = useRouteRef(newVaultRouteRef);
  if (!newVault) {
    return null;
  }
  return (
    <LinkButton
      color="primary"
      variant="contained"
      to={newVault({ namespace: 'default', templateName: 'vault-on-eks' })}
    >
      New Vault on EKS
    </LinkButton>
  );
};
