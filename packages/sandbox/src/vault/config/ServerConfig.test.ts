import { readServerConfig } from './ServerConfig';

const FILE = `
  listener "tcp" {
    address       = "[::]:8200"
    tls_cert_file = "/tls/vault.crt"
    tls_key_file  = "/tls/vault.key"
  }
  storage "dynamodb" {
    ha_enabled = "true"
    region     = "eu-west-1"
    table      = "vault-table"
  }
  seal "awskms" {
    region     = "eu-west-1"
    kms_key_id = "alias/vault"
  }
  service_registration "kubernetes" {}
  disable_mlock = true
`;

describe('readServerConfig', () => {
  it('reads what the chart writes', async () => {
    const config = await readServerConfig(FILE, {
      VAULT_API_ADDR: 'https://10.0.0.1:8200',
    });
    expect(config).toMatchObject({
      apiAddress: 'https://10.0.0.1:8200',
      storage: { region: 'eu-west-1', table: 'vault-table', haEnabled: true },
      seal: { region: 'eu-west-1', keyId: 'alias/vault' },
      registersInKubernetes: true,
    });
    expect(config.listener.tls?.certFile).toBe('/tls/vault.crt');
  });

  it('reads what recovery keys alone may do', async () => {
    const unauthenticatedAccess = async (file: string) =>
      (await readServerConfig(file, {})).unauthenticatedAccess;
    expect(await unauthenticatedAccess(FILE)).toEqual([]);
    const line = 'enable_unauthenticated_access = ["generate-root"]\n';
    expect(await unauthenticatedAccess(line + FILE)).toEqual(['generate-root']);
  });

  it('lets the environment beat the file: a cross-region table needs its own variable', async () => {
    const injected = { AWS_REGION: 'us-east-1' };
    expect((await readServerConfig(FILE, injected)).storage.region).toBe(
      'us-east-1',
    );
    const own = { ...injected, AWS_DYNAMODB_REGION: 'eu-west-1' };
    expect((await readServerConfig(FILE, own)).storage.region).toBe(
      'eu-west-1',
    );
  });

  it.each([
    ['storage "raft" {}', 'Unknown storage type raft'],
    ['', 'A storage backend must be specified'],
    ['storage "dynamodb" {}', /unsupported seal type "shamir"/],
  ])('refuses %j', async (file, message) => {
    await expect(readServerConfig(file, {})).rejects.toThrow(message);
  });
});
