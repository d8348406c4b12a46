import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vaultEksApiRef } from '../../api';
import { newVaultRouteRef } from '../../routes';
import { FakeSignals } from '../../testing/FakeSignals';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aFleetCluster, aSnapshot } from '../../testing/fixtures';
import { refusal } from '../../testing/refusal';
import { VaultFleet } from './VaultFleet';

describe('the fleet page', () => {
  const signals = new FakeSignals();

  const render = (api: FakeVaultEksApi) =>
    renderInTestApp(
      <TestApiProvider
        apis={[
          [vaultEksApiRef, api],
          [signalApiRef, signals],
        ]}
      >
        <VaultFleet />
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
          '/create/:namespace/:templateName': newVaultRouteRef,
        },
      },
    );

  it('leads to the template when there is no Vault yet', async () => {
    await render(new FakeVaultEksApi());
    expect(await screen.findByText('No Vault yet')).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'New Vault on EKS' }),
    ).toHaveAttribute('href', '/create/default/vault-on-eks');
  });

  it('follows a change at once when the portal signals one', async () => {
    const api = new FakeVaultEksApi();
    api.clusters = [aFleetCluster('prod')];
    await render(api);
    expect(await screen.findByText('Unsealed')).toBeVisible();
    api.clusters = [
      aFleetCluster('prod', {
        snapshot: aSnapshot({ sealed: true, health: 'error' }),
      }),
    ];
    await act(async () => signals.send({ entityRef: 'resource:default/prod' }));
    expect(await screen.findByText('Sealed')).toBeVisible();
  });

  it('keeps the list when the portal stops answering, and says so', async () => {
    const api = new FakeVaultEksApi();
    api.clusters = [aFleetCluster('prod')];
    await render(api);
    expect(await screen.findByText('Unsealed')).toBeVisible();
    api.clusters = await refusal(503, 'ServiceUnavailableError', 'Later');
    await act(async () => signals.send({ entityRef: 'any' }));
    expect(await screen.findByText(/could not be refreshed/)).toHaveTextContent(
      'Later',
    );
    expect(screen.getByText('Unsealed')).toBeVisible();
  });

  it('says when the monitor does not seem to run', async () => {
    const api = new FakeVaultEksApi();
    api.clusters = [aFleetCluster('prod')];
    await render(api);
    expect(await screen.findByText(/The monitor looked last at/)).toBeVisible();
    api.clusters = [
      aFleetCluster('prod', {
        snapshot: aSnapshot({ checkedAt: new Date().toISOString() }),
      }),
    ];
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() =>
      expect(
        screen.queryByText(/The monitor looked last at/),
      ).not.toBeInTheDocument(),
    );
  });

  it('says why there is no list, and tries again', async () => {
    const api = new FakeVaultEksApi();
    api.clusters = await refusal(503, 'ServiceUnavailableError', 'Later');
    await render(api);
    expect(await screen.findByText('Later')).toBeVisible();
    api.clusters = [aFleetCluster('prod')];
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Unsealed')).toBeVisible();
  });
});
