import { serverSettings } from './serverSettings';

const read = (text: string) =>
  serverSettings({ data: { 'extraconfig-from-values.hcl': text } });

const expected = {
  sealKey: 'arn:aws:kms:eu-west-1:111122223333:key/1234',
  storageTable: 'vault-demo',
};

describe('serverSettings', () => {
  it('reads the configuration that a deploy writes', () => {
    expect(
      read(`ui = true
disable_mlock = true
listener "tcp" {
  address = "[::]:8200"
  telemetry {
    unauthenticated_metrics_access = false
  }
}
# storage "dynamodb" { table = "old" }
storage "dynamodb" {
  ha_enabled = "true"
  # table = "older"
  table      = "vault-demo"
}

seal "awskms" {
  region     = "eu-west-1"
  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234"
}
`),
    ).toEqual(expected);
  });

  it('reads JSON too', () => {
    expect(
      read(
        JSON.stringify({
          storage: { dynamodb: { table: expected.storageTable } },
          seal: { awskms: { kms_key_id: expected.sealKey } },
        }),
      ),
    ).toEqual(expected);
  });

  it.each([
    'storage "raft" {\n  path = "/vault/data"\n}',
    '{"storage":{"raft":{}}}',
    'storage "dynamodb" {',
    '',
  ])('says nothing of %j', text => {
    expect(read(text)).toEqual({});
    expect(serverSettings(undefined)).toEqual({});
  });
});
