import { mockCredentials } from '@backstage/backend-test-utils';
import { createUntilInCatalog } from './untilInCatalog';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'vault-demo' },
};
const credentials = mockCredentials.user();

describe('createUntilInCatalog', () => {
  it('looks again until the entity is there', async () => {
    const getEntityByRef = jest
      .fn()
      .mockResolvedValueOnce(undefined)
      .mockResolvedValueOnce(undefined)
      .mockResolvedValue(ENTITY);
    const until = createUntilInCatalog({
      catalog: { getEntityByRef },
      lookEveryMs: 1,
    });
    expect(await until('resource:default/vault-demo', { credentials })).toBe(
      true,
    );
    expect(getEntityByRef).toHaveBeenCalledTimes(3);
    expect(getEntityByRef).toHaveBeenCalledWith('resource:default/vault-demo', {
      credentials,
    });
  });

  it('gives up after a while, and at once when told to stop', async () => {
    const catalog = { getEntityByRef: async () => undefined };
    const until = createUntilInCatalog({
      catalog,
      lookEveryMs: 1,
      giveUpAfterMs: 20,
    });
    expect(await until('resource:default/none', { credentials })).toBe(false);
    await expect(
      createUntilInCatalog({ catalog, lookEveryMs: 60_000 })(
        'resource:default/none',
        { credentials, signal: AbortSignal.timeout(10) },
      ),
    ).rejects.toThrow(/abort/i);
  });
});
