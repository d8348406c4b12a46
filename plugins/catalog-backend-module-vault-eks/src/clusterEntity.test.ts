import { entityEnvelopeSchemaValidator } from '@backstage/catalog-model';
import { vaultClusterRefFromEntity } from '@vault-eks/backstage-plugin-vault-eks-common';
import { clusterEntity } from './clusterEntity';

const registered = {
  entityRef: 'resource:default/vault-prod',
  ref: {
    cluster: 'prod',
    region: 'eu-west-1',
    account: '111122223333',
    namespace: 'secrets',
    release: 'main-vault',
  },
  owner: 'group:default/platform-team',
  registeredAt: '2026-11-24T00:00:00.000Z',
};

describe('clusterEntity', () => {
  it('leads back to the same Vault', () => {
    const entity = entityEnvelopeSchemaValidator()(clusterEntity(registered));
    expect(vaultClusterRefFromEntity(entity)).toEqual(registered.ref);
    expect(entity).toMatchObject({
      metadata: { title: 'Vault secrets/main-vault on prod' },
      spec: { type: 'vault-cluster', owner: 'group:default/platform-team' },
    });
  });

  it('shows the UI, the system and the EKS cluster when there are any', () => {
    expect(
      clusterEntity(
        {
          ...registered,
          system: 'system:default/platform',
          uiUrl: 'https://vault.example.com',
        },
        { eksCluster: 'resource:default/prod' },
      ),
    ).toMatchObject({
      metadata: {
        links: [
          { url: 'https://vault.example.com', title: 'Vault UI' },
          { title: 'Vault documentation' },
        ],
      },
      spec: {
        system: 'system:default/platform',
        dependsOn: ['resource:default/prod'],
      },
    });
    const plain = clusterEntity(registered);
    expect(plain.metadata.links).toHaveLength(1);
    expect(plain.spec.dependsOn).toBeUndefined();
  });
});
