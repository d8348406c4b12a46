import { ApiProvider } from '@backstage/core-app-api';
import { Content, Header, Page, Progress } from '@backstage/core-components';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { TestApiRegistry } from '@backstage/test-utils';
import Box from '@material-ui/core/Box';
import Grid from '@material-ui/core/Grid';
import Paper from '@material-ui/core/Paper';
import { useSearchParams } from 'react-router-dom';
import useAsync from 'react-use/esm/useAsync';
import { vaultEksApiRef } from '../src/api';
import { VaultStatusCard } from '../src/components/card/VaultStatusCard';
import { Choice } from '../src/components/fleet/Choice';
import { VaultFleet } from '../src/components/fleet/VaultFleet';
import { VaultEntityContent } from '../src/components/status/VaultEntityContent';
import { entity, otherEntity } from '../src/testing/fixtures';
import { DENIED_ENTITY } from './permissions';
import { FLEET_STATES } from './fleetStates';
import { MovingVaultEksApi } from './MovingVaultEksApi';
import { StillVaultEksApi } from './StillVaultEksApi';
import { VAULT_STATES } from './vaultStates';

const LIVE = 'live';
const STATES = [
  LIVE,
  ...Object.keys(VAULT_STATES),
  'denied',
  'annotation missing',
  ...Object.keys(FLEET_STATES),
];

const live = new MovingVaultEksApi();

async function portalOf(state: string) {
  const answers = VAULT_STATES[state] ?? FLEET_STATES[state];
  return TestApiRegistry.from([
    vaultEksApiRef,
    answers ? new StillVaultEksApi(await answers()) : live,
  ]);
}

function entityOf(state: string) {
  switch (state) {
    case 'denied':
      return DENIED_ENTITY;
    case 'annotation missing':
      return otherEntity;
    default:
      return {
        ...entity,
        metadata: {
          ...entity.metadata,
          links: [{ url: 'https://vault.example.com', title: 'Vault UI' }],
        },
      };
  }
}

const CardAndTab = ({ state }: { readonly state: string }) => (
  <EntityProvider entity={entityOf(state)}>
    <Grid container spacing={3}>
      <Grid item xs={12} md={4}>
        <VaultStatusCard />
      </Grid>
      <Grid item xs={12}>
        <VaultEntityContent />
      </Grid>
    </Grid>
  </EntityProvider>
);

/** Every state of every page, over a portal in memory. */
export const Showcase = () => {
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? LIVE;
  const portal = useAsync(() => portalOf(state), [state]);
  return (
    <Page themeId="tool">
      <Header title="Vault on EKS" />
      <Content>
        <Box component={Paper} p={2} mb={3}>
          <Choice
            label="State shown"
            value={state}
            options={STATES.map(value => ({ value, label: value }))}
            onChange={value => setSearch({ state: value })}
          />
        </Box>
        {portal.loading || !portal.value ? (
          <Progress />
        ) : (
          <ApiProvider key={state} apis={portal.value}>
            {FLEET_STATES[state] ? (
              <VaultFleet />
            ) : (
              <CardAndTab state={state} />
            )}
          </ApiProvider>
        )}
      </Content>
    </Page>
  );
};
