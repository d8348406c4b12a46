import { renderTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { vaultEksApiRef } from '@vault-eks/backstage-plugin-vault-eks';
import { features } from './features';
import { signInModule } from './signIn';

describe('the portal', () => {
  it('lands on a page that leads to the first Vault', async () => {
    renderTestApp({
      // Test apps come with a person who is signed in.
      features: features.filter(feature => feature !== signInModule),
      apis: [[vaultEksApiRef, { listClusters: async () => [] }]],
    });
    expect(await screen.findByText('No Vault yet')).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'New Vault on EKS' }),
    ).toHaveAttribute('href', '/create/templates/default/vault-on-eks');
    expect(screen.getByRole('link', { name: 'Vaults' })).toHaveAttribute(
      'href',
      '/vault-eks',
    );
  });
});
