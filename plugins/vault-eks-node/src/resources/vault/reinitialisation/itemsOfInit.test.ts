import { beyondInit, entryOf } from './itemsOfInit';

const IDENTITY = 'logical/b59682b8-5ffc-c9d6-d79f-921bb652a48a';

/** The entries of a new OpenBao 2.7.2 after its first unseal, read through `sys/raw`. */
const NEW_OPENBAO = [
  'core/audit',
  'core/auth/53022112-3b7a-cd00-f8ed-50baeed76772',
  'core/cluster/local/info',
  'core/hsm/barrier-unseal-keys',
  'core/index-header-hmac-key',
  'core/initialize-lock',
  'core/keyring',
  'core/leader/591a4ce3-f1ce-3dcc-f252-398e10ab0b55',
  'core/local-audit',
  'core/local-mounts/4a922617-4467-e249-36f0-27b25705fc9d',
  'core/lock',
  'core/mounts/b59682b8-5ffc-c9d6-d79f-921bb652a48a',
  'core/mounts/d7be334e-0b6a-56f1-fc8a-540070cb51d7',
  'core/root-key',
  'core/seal-config',
  'core/shamir-kek',
  'core/versions/2.7.2',
  'core/wrapping/jwtkey',
  `${IDENTITY}/oidc_provider/assignment/allow_all`,
  `${IDENTITY}/oidc_provider/provider/default`,
  `${IDENTITY}/oidc_tokens/named_keys/default`,
  'sys/policy/default',
  'sys/policy/response-wrapping',
  'sys/token/accessor/476f794ffc3bd541fdf6cd091bb8244db3582058',
  'sys/token/id/h8f6bfc5123a47c58900e5b3257f68096e4cb96d29e82153a6d5c01f9858a23b4',
  'sys/token/salt',
];

const IDENTITY_OF_VAULT = 'logical/4b3a2bac-8ad8-2fd3-768d-34dcc4b6f80d';

/** The items of a new Vault 1.21.4 in DynamoDB, read after its first minute; the folders are left out. */
const NEW_VAULT = [
  'core/_lock',
  'core/audit',
  'core/auth',
  'core/cluster/feature-flags',
  'core/cluster/local/info',
  'core/cluster/local/name',
  'core/hsm/barrier-unseal-keys',
  'core/index-header-hmac-key',
  'core/keyring',
  'core/leader/26d0345c-2f4f-55ee-2b76-4896d1dcbdf2',
  'core/local-audit',
  'core/local-auth',
  'core/local-mounts',
  'core/master',
  'core/mounts',
  'core/recovery-config',
  'core/recovery-key',
  'core/seal-config',
  'core/versions/1.21.4',
  'core/wrapping/jwtkey',
  `${IDENTITY_OF_VAULT}/oidc_provider/assignment/allow_all`,
  `${IDENTITY_OF_VAULT}/oidc_provider/provider/default`,
  `${IDENTITY_OF_VAULT}/oidc_tokens/named_keys/default`,
  'sys/counters/activity/acme-regeneration',
  'sys/policy/control-group',
  'sys/policy/default',
  'sys/policy/response-wrapping',
  'sys/token/accessor/c38ba9424e126fd714cb3b03cf3dd2c4a7949702',
  'sys/token/id/h86596457c3498907de6a2e76525923a72117cedcf92d82f488575e1c849234ce',
  'sys/token/salt',
];

describe('entryOf', () => {
  it('joins what DynamoDB keeps apart, and passes over folders', () => {
    expect(entryOf({ path: 'core/hsm', key: 'barrier-unseal-keys' })).toBe(
      'core/hsm/barrier-unseal-keys',
    );
    expect(entryOf({ path: ' ', key: 'core/' })).toBeUndefined();
    expect(entryOf({ path: 'core', key: 'hsm/' })).toBeUndefined();
    expect(entryOf({ path: 'core', key: '_lock' })).toBe('core/_lock');
  });
});

describe('beyondInit', () => {
  it('finds nothing in what an initialisation makes', () => {
    expect(beyondInit(NEW_OPENBAO)).toEqual([]);
    expect(beyondInit(NEW_VAULT)).toEqual([]);
    expect(beyondInit(['core/mounts', 'core/auth', 'core/local-auth'])).toEqual(
      [],
    );
    expect(beyondInit([])).toEqual([]);
  });

  it.each([
    ['a secret', 'logical/11112222-aaaa-bbbb-cccc-0123456789ab/shop/db'],
    [
      'a second identity store',
      `logical/11112222-aaaa-bbbb-cccc-0123456789ab/casesensitivity`,
    ],
    ['an entity', `${IDENTITY}/packer/buckets/12`],
    ['a user', 'auth/11112222-aaaa-bbbb-cccc-0123456789ab/user/ada'],
    ['a policy', 'sys/policy/shop'],
    ['a second token', 'sys/token/id/habc'],
    ['a second accessor', 'sys/token/accessor/abc'],
    ['a lease', 'sys/expire/id/auth/kubernetes/login/h1'],
    ['an audit device', 'audit/11112222-aaaa-bbbb-cccc-0123456789ab/salt'],
    ['a plugin', 'core/plugin-catalog/secret/mine'],
    ['something at the root', 'notes'],
  ])('finds %s', (_, entry) => {
    expect(beyondInit([...NEW_OPENBAO, entry])).toEqual([entry]);
  });
});
