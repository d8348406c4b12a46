import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idleRuntime } from '../idleRuntime';
import { startVaultProcesses, vaultProcessOf } from './vaultProcesses';

describe('SANDBOX_VAULT_BINARY', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-processes-'));
  const script = path.join(folder, 'vault');
  writeFileSync(script, '#!/bin/sh\n');
  chmodSync(script, 0o755);

  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (binary: string, configuration?: string) =>
    startVaultProcesses({
      vaultProcess: { binary, configuration },
      awsEndpoint: 'http://127.0.0.1:1',
      others: idleRuntime,
    });

  it('is left out by default', () => {
    expect(vaultProcessOf({})).toBeUndefined();
  });

  it('is missed by a configuration without it', () => {
    expect(() => vaultProcessOf({ SANDBOX_VAULT_CONFIG: 'x.hcl' })).toThrow(
      /SANDBOX_VAULT_CONFIG is for a real Vault: name its program/,
    );
  });

  it('names a program that is there', async () => {
    await expect(start(path.join(folder, 'none'))).rejects.toThrow(
      /SANDBOX_VAULT_BINARY: .*none is no program to run/,
    );
  });

  it('names the program itself and no script', async () => {
    await expect(start(script)).rejects.toThrow(
      /is no Linux program; name the vault or bao program itself/,
    );
  });
});
