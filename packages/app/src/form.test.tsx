import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  vaultEksApiRef,
  vaultEksFormApiRef,
} from '@vault-eks/backstage-plugin-vault-eks';
import { features } from './features';
import { signInModule } from './signIn';

const where = {
  title: 'Where',
  schema: {
    'ui:field': 'VaultEksPlace',
    properties: {
      cluster: {
        title: 'EKS cluster',
        type: 'string',
        'ui:field': 'VaultEksClusterPicker',
      },
      region: { title: 'Region', type: 'string' },
      account: { title: 'AWS account', type: 'string' },
    },
  },
};

const what = {
  title: 'What',
  schema: {
    properties: {
      preview: { type: 'null', 'ui:field': 'VaultEksPlanPreview' },
    },
  },
};

const found = {
  name: 'platform-prod',
  region: 'eu-west-1',
  account: '111122223333',
  problems: [],
};

// The whole portal is loaded, and then the fields one by one.
jest.setTimeout(180_000);
const LOADED = { timeout: 90_000 };

describe('a form of the portal', () => {
  it('has the fields that ask the portal', async () => {
    // A step scrolls to its top, which nothing is laid out for here.
    jest.spyOn(window, 'scrollTo').mockReturnValue(undefined);
    const planned = jest.fn(async () => ({
      steps: [],
      findings: [],
      changes: false,
      blocked: false,
    }));
    renderTestApp({
      features: features.filter(feature => feature !== signInModule),
      initialRouteEntries: ['/create/templates/default/vault-on-eks'],
      apis: [
        [vaultEksApiRef, { listClusters: async () => [] }],
        [
          vaultEksFormApiRef,
          {
            findClusters: async () => ({
              clusters: [found],
              silent: [],
              more: false,
            }),
            plan: planned,
          },
        ],
        [catalogApiRef, catalogApiMock()],
        [
          scaffolderApiRef,
          {
            getTemplateParameterSchema: async () => ({
              title: 'Vault on EKS',
              steps: [where, what],
            }),
          },
        ],
      ],
    });
    const cluster = await screen.findByRole(
      'textbox',
      { name: 'EKS cluster' },
      LOADED,
    );
    await userEvent.type(cluster, 'prod');
    await userEvent.click(
      await screen.findByRole('option', { name: /platform-prod/ }),
    );
    await waitFor(() =>
      expect(screen.getByLabelText('Region')).toHaveValue('eu-west-1'),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      await screen.findByText(/nothing would change/, {}, LOADED),
    ).toBeVisible();
    expect(planned).toHaveBeenCalledWith(
      {
        cluster: 'platform-prod',
        region: 'eu-west-1',
        account: '111122223333',
      },
      expect.anything(),
    );
  });
});
