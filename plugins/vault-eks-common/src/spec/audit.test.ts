import { parseSpec } from './parseSpec';

const base = { cluster: 'demo', region: 'eu-west-1' };
const parse = (audit: object, rest: object = {}) =>
  parseSpec({ ...base, audit, ...rest });
const file = { type: 'file' };
const stdout = { type: 'stdout' };

describe('audit devices', () => {
  it('are a file on the volume and stdout unless others are declared', () => {
    expect(parse({}).audit.devices).toMatchObject([
      {
        type: 'file',
        path: 'file',
        filePath: '/vault/audit/vault_audit.log',
        mode: '0600',
      },
      { type: 'stdout', path: 'stdout', format: 'json' },
    ]);
  });

  it('may be more', () => {
    const socket = { type: 'socket', address: 'collector.logging.svc:9090' };
    const { devices } = parse({
      devices: [{ ...file, mode: '640' }, stdout, socket],
      acknowledgeSocket: true,
    }).audit;
    expect(devices.map(({ path }) => path)).toEqual([
      'file',
      'stdout',
      'socket',
    ]);
  });

  it.each([
    ['an executable file', [{ ...file, mode: '0700' }, stdout], /executable/],
    ['a file for its group to run', [{ ...file, mode: '0610' }], /executable/],
    ['a file for everybody', [{ ...file, mode: '0644' }, stdout], /everybody/],
    ['no mode', [{ ...file, mode: 'rw-' }, stdout], /octal/],
    ['setuid', [{ ...file, mode: '4600' }, stdout], /octal/],
    ['raw lines', [{ ...file, logRaw: true }, stdout], /logRaw would write/],
    [
      'a file elsewhere',
      [{ ...file, filePath: '/tmp/audit.log' }, stdout],
      /must be a file on the audit volume/,
    ],
    [
      'a way out of the volume',
      [{ ...file, filePath: '/vault/audit/../plugins/x' }, stdout],
      /must be a file on the audit volume/,
    ],
    ['a name with a slash', [{ ...file, path: 'a/b' }, stdout], /one name/],
    ['a single device', [stdout], /type file is missing/],
    ['nothing to tail', [file], /type stdout is missing/],
    [
      'a tail that cannot be read',
      [file, { ...stdout, format: 'jsonx' }],
      /stdout must be json/,
    ],
    ['the same name', [file, { ...stdout, path: 'file' }], /named file/],
    [
      'the same file',
      [file, { ...file, path: 'again' }, stdout],
      /two devices write to \/vault\/audit\/vault_audit.log/,
    ],
    [
      'a socket by accident',
      [file, stdout, { type: 'socket', address: 'a:1' }],
      /audit.acknowledgeSocket: socket may lose lines/,
    ],
    ['a socket to nowhere', [{ type: 'socket', address: 'here' }], /address/],
    ['an unknown option', [{ ...file, log_raw: 'true' }, stdout], /log_raw/],
  ])('are not %s', (_, devices, reason) => {
    expect(() => parse({ devices })).toThrow(reason);
  });
});

describe('the identities that log in', () => {
  it.each([
    [{ admin: { serviceAccount: 'vault' } }, /Vault's own pods/],
    [{ admin: { serviceAccount: 'vault-agent-injector' } }, /injector's pods/],
    [{ admin: { serviceAccount: 'vault-eks-check' } }, /checks Vault/],
    [{ admin: { serviceAccount: 'default' } }, /every pod which names none/],
    [{ admin: { serviceAccount: 'vault-eks-operator' } }, /product itself/],
    [{ audit: { auditorServiceAccount: 'vault-admin' } }, /audits nobody/],
    [{ admin: { awsPrincipals: ['arn:aws:iam::1:role/x'] } }, /IAM roles/],
    [
      { admin: { awsPrincipals: ['arn:aws:iam::111122223333:root'] } },
      /IAM roles/,
    ],
    [
      { admin: { awsPrincipals: ['arn:aws:iam::111122223333:role/*'] } },
      /IAM roles/,
    ],
    [{ apps: { mount: 'sys' } }, /apps.mount: this path is taken/],
    [{ apps: { mount: 'a/b' } }, /apps.mount: use one name/],
  ])('are not %j', (choice, reason) => {
    expect(() => parseSpec({ ...base, ...choice })).toThrow(reason);
  });
});
