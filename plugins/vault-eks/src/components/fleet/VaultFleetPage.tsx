import { Content, Header, Page } from '@backstage/core-components';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { VaultFleet } from './VaultFleet';

/** The page of all registered Vaults, with a header of its own. */
export const VaultFleetPage = () => {
  const { t } = useVaultEksTranslation();
  return (
    <Page themeId="home">
      <Header title={t('fleet.title')} subtitle={t('fleet.subtitle')} />
      <Content>
        <VaultFleet />
      </Content>
    </Page>
  );
};
