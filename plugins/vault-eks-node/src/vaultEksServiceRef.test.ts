import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { DefaultVaultEks } from './DefaultVaultEks';
import type { VaultEks } from './VaultEks';
import { vaultEksServiceRef } from './vaultEksServiceRef';

describe('vaultEksServiceRef', () => {
  afterEach(() => jest.restoreAllMocks());

  it('ends the connections when the plugin shuts down, and not before', async () => {
    const close = jest.spyOn(DefaultVaultEks.prototype, 'close');
    let given: VaultEks | undefined;
    const backend = await startTestBackend({
      features: [
        createBackendPlugin({
          pluginId: 'user-of-vault-eks',
          register: env =>
            env.registerInit({
              deps: { vaultEks: vaultEksServiceRef },
              async init({ vaultEks }) {
                given = vaultEks;
              },
            }),
        }),
      ],
    });
    expect(given).toBeInstanceOf(DefaultVaultEks);
    expect(close).not.toHaveBeenCalled();
    await backend.stop();
    expect(close).toHaveBeenCalledTimes(1);
    expect(close.mock.contexts).toEqual([given]);
  });
});
