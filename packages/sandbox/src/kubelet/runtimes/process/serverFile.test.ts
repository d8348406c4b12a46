import { serverFile } from './serverFile';

const TEXT = `
ui = true
listener "tcp" {
  address         = "[::]:8200"
  cluster_address = "[::]:8201"
  tls_cert_file   = "/vault/userconfig/tls/vault.crt"
}
storage "dynamodb" {
  table = "vault"
}
seal "awskms" {
  kms_key_id = "k"
  endpoint   = "https://vpce-1.kms.eu-west-1.vpce.amazonaws.com"
}
service_registration "kubernetes" {}
disable_mlock = true
`;

const read = async (options: { text?: string; override?: string }) => {
  const file = await serverFile({
    text: TEXT,
    podIp: '127.0.7.10',
    ...options,
  });
  return { ...file, document: JSON.parse(file.text) };
};

describe('serverFile', () => {
  it('moves listeners to the address of the pod, and leaves the rest', async () => {
    const { document, ports, awsNames } = await read({});
    expect(document).toEqual({
      ui: true,
      disable_mlock: true,
      listener: [
        {
          tcp: {
            address: '127.0.7.10:8200',
            cluster_address: '127.0.7.10:8201',
            tls_cert_file: '/vault/userconfig/tls/vault.crt',
          },
        },
      ],
      storage: { dynamodb: { table: 'vault' } },
      seal: {
        awskms: {
          kms_key_id: 'k',
          endpoint: 'https://vpce-1.kms.eu-west-1.vpce.amazonaws.com',
        },
      },
      service_registration: { kubernetes: {} },
    });
    expect(ports).toEqual([8200]);
    expect(awsNames).toEqual(['vpce-1.kms.eu-west-1.vpce.amazonaws.com']);
  });

  it.each([
    ['0.0.0.0:8200', '127.0.7.10:8200'],
    ['127.0.0.1:8300', '127.0.7.10:8300'],
    ['localhost:8200', '127.0.7.10:8200'],
    [':8200', '127.0.7.10:8200'],
    ['10.1.2.3:8200', '10.1.2.3:8200'],
  ])('has %s listen at %s', async (address, expected) => {
    const text = `listener "tcp" { 
      address = "${address}" 
    }`;
    const { document } = await read({ text });
    expect(document.listener[0].tcp.address).toBe(expected);
  });

  it('puts whole blocks of the override in the place of those of their kind', async () => {
    const { document } = await read({
      override: `
storage "raft" {
  path = "/vault/audit"
  retry_join {
    leader_api_addr = "https://vault-0.vault-internal:8200"
  }
}
unsafe_allow_api_audit_creation = true
`,
    });
    expect(document.storage).toEqual({
      raft: {
        path: '/vault/audit',
        retry_join: [
          { leader_api_addr: 'https://vault-0.vault-internal:8200' },
        ],
      },
    });
    expect(document.unsafe_allow_api_audit_creation).toBe(true);
    expect(document.seal.awskms.kms_key_id).toBe('k');
  });
});
