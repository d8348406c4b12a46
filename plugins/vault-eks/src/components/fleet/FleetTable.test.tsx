import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../../api';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aStatus } from '../../testing/fixtures';
import { refusal } from '../../testing/refusal';
import { FleetTable } from './FleetTable';

const aCluster = (name: string): RegisteredCluster => ({
  entityRef: `resource:default/${name}`,
  ref: aStatus().ref,
  owner: 'group:default/platform',
  registeredAt: '2026-11-23T12:00:00Z',
});

/** Every Vault is in its own state; answers come when the test lets them. */
class FleetApi extends FakeVaultEksApi {
  readonly states = new Map<string, Awaited<ReturnType<typeof refusal>>>();
  asking = 0;
  mostAsking = 0;
  #let: () => void = () => {};
  readonly #gate = new Promise<void>(resolve => {
    this.#let = resolve;
  });

  answer() {
    this.#let();
  }

  async getStatus(entityRef = '') {
    this.asking += 1;
    this.mostAsking = Math.max(this.mostAsking, this.asking);
    await this.#gate;
    this.asking -= 1;
    const error = this.states.get(entityRef);
    if (error) {
      throw error;
    }
    return super.getStatus();
  }
}

describe('the fleet', () => {
  const render = (api: FleetApi, names: readonly string[]) =>
    renderInTestApp(
      <TestApiProvider
        apis={[
          [vaultEksApiRef, api],
          [permissionApiRef, mockApis.permission()],
        ]}
      >
        <FleetTable clusters={names.map(aCluster)} />
      </TestApiProvider>,
      { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
    );
  const row = (name: RegExp) => screen.getByRole('row', { name });

  it('shows each state beside its name, and one that fails spoils no other', async () => {
    const api = new FleetApi();
    api.states.set(
      'resource:default/away',
      await refusal(503, 'ServiceUnavailableError', 'EKS is away'),
    );
    api.states.set(
      'resource:default/secret',
      await refusal(403, 'NotAllowedError', 'Owners only'),
    );
    await render(api, ['well', 'away', 'secret']);
    expect(screen.getAllByText('Asking…')).toHaveLength(3);
    expect(screen.getByRole('link', { name: /well/ })).toHaveAttribute(
      'href',
      '/catalog/default/resource/well',
    );

    api.answer();
    expect(
      await within(row(/well/)).findByText('Unsealed'),
    ).toBeInTheDocument();
    expect(await screen.findByText('No answer')).toBeInTheDocument();
    expect(screen.getByTitle('EKS is away')).toBeInTheDocument();
    expect(screen.getByText('Not permitted')).toBeInTheDocument();
  });

  it('asks a few at a time', async () => {
    const api = new FleetApi();
    await render(
      api,
      Array.from({ length: 9 }, (_, n) => `vault-${n}`),
    );
    await waitFor(() => expect(api.asking).toBe(4));
    api.answer();
    await waitFor(() =>
      expect(screen.getAllByText('Unsealed')).toHaveLength(9),
    );
    expect(api.mostAsking).toBe(4);
  });
});
