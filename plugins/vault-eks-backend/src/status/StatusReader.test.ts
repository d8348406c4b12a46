import { fakeVaultEks, healthy, prod } from '../__testUtils__/fixtures';
import { StatusReader } from './StatusReader';

describe('StatusReader', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('shares an answer while it is fresh, then reads again', async () => {
    const vaultEks = fakeVaultEks();
    const reader = new StatusReader({
      vaultEks,
      freshForMs: 3000,
      timeoutMs: 1000,
    });
    await reader.read(prod);
    jest.setSystemTime(2999);
    await expect(reader.read(prod)).resolves.toBe(healthy);
    expect(vaultEks.status).toHaveBeenCalledTimes(1);
    jest.setSystemTime(3000);
    await reader.read(prod);
    expect(vaultEks.status).toHaveBeenCalledTimes(2);
  });

  it('does not mix up two Vaults of one cluster', async () => {
    const vaultEks = fakeVaultEks();
    const reader = new StatusReader({
      vaultEks,
      freshForMs: 3000,
      timeoutMs: 1000,
    });
    await Promise.all([
      reader.read(prod),
      reader.read({ ...prod, namespace: 'other' }),
    ]);
    expect(vaultEks.status).toHaveBeenCalledTimes(2);
  });

  it('tries again after a failure', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.status.mockRejectedValueOnce(new Error('no route'));
    const reader = new StatusReader({
      vaultEks,
      freshForMs: 3000,
      timeoutMs: 1000,
    });
    await expect(reader.read(prod)).rejects.toThrow('no route');
    await expect(reader.read(prod)).resolves.toBe(healthy);
  });
});
