import { Content, Header, Page } from '@backstage/core-components';
import { NewVaultButton } from './NewVaultButton';
import { VaultFleet } from './VaultFleet';

/** The page of all registered Vaults, with a header of its own. */
export const VaultFleetPage = () => (
  <Page themeId="tool">
    <Header title="Vault on EKS" subtitle="Every Vault that this portal knows">
      <NewVaultButton />
    </Header>
    <Content>
      <VaultFleet />
    </Content>
  </Page>
);
