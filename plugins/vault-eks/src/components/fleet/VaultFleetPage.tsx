import { Content, Header, Page } from '@backstage/core-components';
import { VaultFleet } from './VaultFleet';

/** The page of all registered Vaults, with a header of its own. */
export const VaultFleetPage = () => (
  <Page themeId="home">
    <Header title="Vaults" subtitle="Every Vault that this portal knows" />
    <Content>
      <VaultFleet />
    </Content>
  </Page>
);
