import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { entityVaultCard, entityVaultContent } from './alpha/entityExtensions';
import { vaultEksApi } from './alpha/apis';
import vaultEksPlugin from './alpha';
import { aStatus, ENTITY_REF, entity, otherEntity } from './testing/fixtures';
import { giveElementsASize } from './testing/layout';

const BASE = '*/api/vault-eks/v1';

/** The new frontend system, with the real client. */
describe('the new plugin', () => {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(giveElementsASize);
  afterEach(() => {
    server.resetHandlers();
    jest.restoreAllMocks();
  });
  afterAll(() => server.close());

  it('shows the card of an entity that carries the annotation', async () => {
    const asked: Array<string | null> = [];
    server.use(
      http.get(`${BASE}/status`, ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('entityRef'));
        return HttpResponse.json(aStatus());
      }),
    );
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity }),
        entityVaultCard,
        vaultEksApi,
      ],
      mountedRoutes: {},
    });
    expect(await screen.findByText('Unsealed')).toBeInTheDocument();
    expect(asked).toEqual([ENTITY_REF]);
  });

  it('leaves other entities alone', async () => {
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: otherEntity }),
        entityVaultCard,
        entityVaultContent,
        vaultEksApi,
      ],
    });
    // The page is there, and nothing is on it.
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('lists the registered Vaults on a page of its own', async () => {
    server.use(http.get(`${BASE}/clusters`, () => HttpResponse.json([])));
    renderTestApp({
      features: [vaultEksPlugin],
      initialRouteEntries: ['/vault-eks'],
    });
    expect(await screen.findByText('No Vault yet')).toBeInTheDocument();
  });
});
