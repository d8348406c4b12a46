import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { deviceChanges } from './deviceChanges';
import { differences, wantedDevice } from './wantedDevices';

const declared = (audit: object = {}) =>
  parseSpec({ cluster: 'demo', region: 'eu-west-1', audit }).audit.devices;
const [file, stdout] = declared().map(wantedDevice);

describe('audit devices in the terms of Vault', () => {
  it('leave out what Vault does anyway', () => {
    expect(file).toMatchObject({
      type: 'file',
      options: { file_path: '/vault/audit/vault_audit.log' },
    });
    expect(stdout).toMatchObject({
      type: 'file',
      options: { file_path: 'stdout' },
    });
  });

  it('name what was chosen', () => {
    const [, , socket] = declared({
      acknowledgeSocket: true,
      devices: [
        { type: 'file' },
        { type: 'stdout' },
        {
          type: 'socket',
          address: 'collector.logging.svc:9090',
          socketType: 'udp',
          hmacAccessor: false,
        },
      ],
    }).map(wantedDevice);
    expect(socket).toMatchObject({
      type: 'socket',
      options: {
        address: 'collector.logging.svc:9090',
        socket_type: 'udp',
        hmac_accessor: 'false',
      },
    });
  });
});

describe('a device that is enabled', () => {
  const present = (options: Record<string, string>, type = 'file') => ({
    type,
    options: { file_path: '/vault/audit/vault_audit.log', ...options },
  });

  it.each([
    ['as it is declared', {}],
    ['with a default spelled out', { mode: '0600', format: 'json' }],
    ['with its mode in three digits', { mode: '600' }],
  ])('%s does not differ', (_, options) => {
    expect(differences(present(options), file)).toEqual([]);
  });

  it.each([
    [{ log_raw: 'true' }, 'log_raw=true instead of false'],
    [{ mode: '0644' }, 'mode=0644 instead of 0600'],
    [
      { file_path: '/tmp/x' },
      'file_path=/tmp/x instead of /vault/audit/vault_audit.log',
    ],
    [
      { filter: 'mount_type == kv' },
      'filter=mount_type == kv instead of nothing',
    ],
    [{ hmac_accessor: 'false' }, 'hmac_accessor=false instead of true'],
  ])('with %j differs', (options, expected) => {
    expect(differences(present(options), file)).toEqual([expected]);
  });

  it('of another type differs', () => {
    expect(differences(present({}, 'syslog'), file)).toEqual([
      'type syslog instead of file',
    ]);
  });
});

describe('a device with other options', () => {
  it('is refused with three ways on, and the others are made', () => {
    const changes = deviceChanges(
      {
        'file/': { type: 'file', options: { file_path: '/elsewhere' } },
        'of-others/': { type: 'syslog', options: {} },
      },
      [file, stdout],
    );
    expect(changes).toMatchObject([
      {
        field: 'file/',
        refusal: expect.stringMatching(
          /file\/ has file_path=\/elsewhere instead of .*vault audit disable file/,
        ),
      },
      { field: 'stdout/', to: 'stdout' },
    ]);
    expect(changes[1].refusal).toBeUndefined();
  });
});
