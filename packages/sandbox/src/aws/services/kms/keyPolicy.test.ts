import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  KMSClient,
  ListGrantsCommand,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
} from '@aws-sdk/client-kms';
import { SEED } from '../../../seed';
import { assumeNewRole, policyOf } from '../../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const account = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${SEED.account}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const administrator = `arn:aws:iam::${SEED.account}:user/${SEED.accessKey.userName}`;
const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

jest.setTimeout(60_000);

describe('key policies', () => {
  let world: AwsWorld;
  let kms: KMSClient;
  let KeyId: string;
  const clients: KMSClient[] = [];

  beforeEach(async () => {
    world = await startAwsWorld();
    kms = new KMSClient(world.admin);
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    KeyId = key?.Arn ?? '';
  });
  afterEach(async () => {
    [kms, ...clients.splice(0)].forEach(client => client.destroy());
    await world.close();
  });

  const put = (
    statements: readonly object[],
    BypassPolicyLockoutSafetyCheck?: boolean,
  ) =>
    kms.send(
      new PutKeyPolicyCommand({
        KeyId,
        Policy: policyOf(...statements),
        BypassPolicyLockoutSafetyCheck,
      }),
    );
  const role = async (
    name: string,
    options: Partial<Parameters<typeof assumeNewRole>[1]> = {},
  ) => {
    const made = await assumeNewRole(world.admin, {
      name,
      allows: [],
      ...options,
    });
    const client = new KMSClient(made.client);
    clients.push(client);
    return { arn: made.arn, kms: client };
  };
  const encrypt = (client: KMSClient) =>
    client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));

  it('must leave whoever writes them able to write them again', async () => {
    const locked = [
      { ...account, Action: ['kms:Describe*', 'kms:Encrypt', 'kms:Decrypt'] },
    ];
    await expect(put(locked)).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message:
        'The new key policy will not allow you to update the key policy in the future.',
    });
    await expect(
      kms.send(new CreateKeyCommand({ Policy: policyOf(...locked) })),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await put(locked, true);
    await expect(put([account])).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('name only roles that exist', async () => {
    const stranger = {
      ...account,
      Principal: { AWS: `arn:aws:iam::${SEED.account}:role/nobody` },
    };
    await expect(put([account, stranger])).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message:
        'Policy contains a statement with one or more invalid principals.',
    });
  });

  it('deny all but those who may break the glass', async () => {
    const breaker = await role('break-glass', { allows: everything });
    const other = await role('platform', { allows: everything });
    await put([
      account,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': breaker.arn } },
      },
    ]);
    for (const client of [kms, other.kms]) {
      await expect(
        client.send(new DisableKeyCommand({ KeyId })),
      ).rejects.toThrow(/explicit deny in a resource-based policy/);
    }
    await breaker.kms.send(new DisableKeyCommand({ KeyId }));
    expect(
      (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState,
    ).toBe('Disabled');
  });

  it('allow a role by themselves, within its boundary', async () => {
    const vault = await role('vault');
    const bounded = await role('vault-bounded', {
      boundary: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }],
    });
    await expect(encrypt(vault.kms)).rejects.toThrow(/no identity-based/);
    await put([
      account,
      {
        Effect: 'Allow',
        Principal: { AWS: [vault.arn, bounded.arn] },
        Action: 'kms:Encrypt',
        Resource: '*',
      },
    ]);
    await encrypt(vault.kms);
    await expect(encrypt(bounded.kms)).rejects.toThrow(
      /no permissions boundary allows the kms:Encrypt action/,
    );
  });

  it('are not all: a grant gives a use of the key too, until it is revoked', async () => {
    const vault = await role('vault');
    const { GrantId } = await kms.send(
      new CreateGrantCommand({
        KeyId,
        GranteePrincipal: vault.arn,
        Operations: ['Encrypt'],
      }),
    );
    await encrypt(vault.kms);
    const listed = { KeyId, GranteePrincipal: vault.arn };
    expect((await kms.send(new ListGrantsCommand(listed))).Grants).toEqual([
      expect.objectContaining({ GrantId, Operations: ['Encrypt'] }),
    ]);
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
    await expect(encrypt(vault.kms)).rejects.toThrow(/no identity-based/);
  });

  it('hand the decision to IAM only when they name the account', async () => {
    const vault = await role('vault', { allows: everything });
    await encrypt(vault.kms);
    await put([{ ...account, Principal: { AWS: administrator } }]);
    await expect(encrypt(vault.kms)).rejects.toThrow(
      /no resource-based policy allows the kms:Encrypt action/,
    );
  });
});
