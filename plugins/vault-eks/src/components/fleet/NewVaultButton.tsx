import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { newVaultRouteRef } from '../../routes';

/**
 * Leads to the template that makes a Vault, where the portal has a scaffolder.
 *
 * @public
 */
export const NewVaultButton = () => {
  const { t } = useVaultEksTranslation();
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
      {t('fleet.newVault')}
    </LinkButton>
  );
};
