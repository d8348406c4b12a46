import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { EntityVaultEksCard, EntityVaultEksContent } from './plugin';
import { vaultEksApiRef } from './api';
import { FakeVaultEksApi } from './testing/FakeVaultEksApi';
import { entity, otherEntity } from './testing/fixtures';
import { giveElementsASize } from './testing/layout';

/** The classic frontend system. */
describe('the classic plugin', () => {
  beforeEach(giveElementsASize);
  afterEach(() => jest.restoreAllMocks());

  const render = (
    element: JSX.Element,
    options: { entity?: typeof entity; authorize?: 'ALLOW' | 'DENY' } = {},
  ) =>
    renderInTestApp(
      <TestApiProvider
        apis={[
          [vaultEksApiRef, new FakeVaultEksApi()],
          [
            permissionApiRef,
            mockApis.permission({
              authorize: options.authorize ?? 'ALLOW',
            }),
          ],
        ]}
      >
        <EntityProvider entity={options.entity ?? entity}>
          {element}
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
    );

  it('shows the card', async () => {
    await render(<EntityVaultEksCard />);
    expect(await screen.findByText('Unsealed')).toBeInTheDocument();
    expect(screen.getByText('vault-0')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /pods and audit log/i }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/resource/payments-prod/vault-eks',
    );
  });

  it('shows the tab', async () => {
    await render(<EntityVaultEksContent />);
    expect(
      await screen.findByRole('row', { name: /vault-2.*Standby/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('log')).toBeInTheDocument();
  });

  it('names the annotation that an entity lacks', async () => {
    await render(<EntityVaultEksContent />, { entity: otherEntity });
    expect(
      (await screen.findAllByText(/vault-eks.io\/cluster/)).length,
    ).toBeGreaterThan(0);
  });

  it('asks for nothing that the policy denies', async () => {
    await render(<EntityVaultEksContent />, {
      // Another entity: decisions on one are remembered.
      entity: { ...entity, metadata: { ...entity.metadata, name: 'secret' } },
      authorize: 'DENY',
    });
    expect(await screen.findByText('vault-eks.status.read')).toBeVisible();
    expect(screen.getByText('vault-eks.audit.read')).toBeVisible();
    expect(screen.queryByRole('log')).not.toBeInTheDocument();
  });
});
