import communityVaultPlugin from '@backstage-community/plugin-vault/alpha';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import { screen } from '@testing-library/react';
import { vaultEksApiRef } from '@vault-eks/backstage-plugin-vault-eks';
import { features } from './features';
import { signInModule } from './signIn';

/** Of which all three have something to show. */
const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    namespace: 'default',
    name: 'platform-prod-vault',
    annotations: {
      'vault-eks.io/cluster': 'platform-prod',
      'vault-eks.io/region': 'eu-west-1',
      'backstage.io/kubernetes-id': 'vault',
      'vault.io/secrets-path': 'platform/prod',
    },
  },
  spec: { type: 'vault-cluster', owner: 'group:default/platform-team' },
};

const page = '/catalog/default/resource/platform-prod-vault';

/** Test apps come with a person who is signed in, and nothing here can draw a graph. */
const ours = features.filter(
  feature => feature !== signInModule && feature !== catalogGraphPlugin,
);

describe('beside the Kubernetes plugin and the community Vault plugin', () => {
  it('each has a tab of its own on one entity', async () => {
    renderTestApp({
      features: [kubernetesPlugin, communityVaultPlugin, ...ours],
      apis: [
        [catalogApiRef, catalogApiMock({ entities: [entity] })],
        [vaultEksApiRef, { getStatus: () => new Promise<never>(() => {}) }],
      ],
      initialRouteEntries: [page],
    });
    expect(
      await screen.findByRole('link', { name: 'Kubernetes' }),
    ).toHaveAttribute('href', `${page}/kubernetes`);
    const vaults = screen
      .getAllByRole('link', { name: 'Vault' })
      .map(link => link.getAttribute('href'));
    expect(vaults.sort()).toEqual([`${page}/vault`, `${page}/vault-eks`]);
  });
});
