import {
  CreateAliasCommand,
  CreateKeyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { ALIAS, fakeKms } from './__testUtils__/fakeKms';
import {
  awsError,
  changesOf,
  context,
  OWNER,
  OWNERSHIP,
  remove,
  removalOf,
  ROLE_ARN,
  settle,
  wordsOf,
} from './testing/lifecycle';

const BREAK_GLASS = ['arn:aws:iam::111122223333:role/break-glass'];
const ADOPTING = { named: true, ownership: { ...OWNERSHIP, adopt: true } };

/** A KMS in which a run has made the key already. */
async function withKey() {
  const kms = fakeKms();
  await settle(kms.key());
  const made = kms.keys.get('key-1');
  if (!made) {
    throw new Error('no key was made');
  }
  kms.mock.resetHistory();
  return { ...kms, made };
}

describe('sealKey', () => {
  it('creates a rotated key that only the account administers and only the role uses', async () => {
    const { keys, aliases, key } = fakeKms();
    const { outcome } = await settle(key());
    expect(outcome).toBe('created');
    expect(aliases.get(ALIAS)).toBe('key-1');
    const made = keys.get('key-1');
    expect(made).toMatchObject({
      rotation: 365,
      meta: { Description: `Unseals the Vault ${OWNER}` },
    });
    const { Statement } = JSON.parse(made?.policy ?? '{}');
    expect(Statement.map((s: { Sid: string }) => s.Sid)).toEqual([
      'AccountAdministration',
      'VaultSeal',
      'DeletionGuard',
    ]);
    expect(Statement[1]).toMatchObject({
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } },
    });
    expect(Statement[2]).toEqual({
      Sid: 'DeletionGuard',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'],
      Resource: '*',
    });
    expect((await settle(key())).outcome).toBe('kept');
  });

  it('lets only the break-glass principals past the guard', async () => {
    const { made, key } = await withKey();
    const wanted = key({ breakGlassPrincipals: BREAK_GLASS });
    expect(await wordsOf(wanted)).toEqual([
      `policy: another key policy -> administered by the account, used by ${ROLE_ARN}, guarded against deletion by all but ${BREAK_GLASS[0]}`,
    ]);
    await settle(wanted);
    expect(JSON.parse(made.policy).Statement[2].Condition).toEqual({
      ArnNotEquals: { 'aws:PrincipalArn': BREAK_GLASS },
    });
  });

  it('finds the key of a run that ended before it could name it', async () => {
    const { mock, keys, aliases, key, made } = await withKey();
    aliases.clear();
    keys.clear();
    keys.set('key-0', { ...made, tags: [] });
    keys.set('key-1', made);
    await settle(key());
    expect(mock.commandCalls(CreateKeyCommand)).toHaveLength(0);
    expect(aliases.get(ALIAS)).toBe('key-1');
  });

  it('lets its own key go when a run at the same time names another first', async () => {
    const { mock, keys, aliases, key } = fakeKms();
    const runs = await Promise.all([settle(key()), settle(key())]);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
    expect(mock.commandCalls(CreateKeyCommand)).toHaveLength(2);
    expect(keys.get(aliases.get(ALIAS) ?? '')?.meta.KeyState).toBe('Enabled');
    expect([...keys.values()].map(({ meta }) => meta.KeyState).sort()).toEqual([
      'Enabled',
      'PendingDeletion',
    ]);
    expect(runs[0].observed.keyId).toBe(runs[1].observed.keyId);
  });

  it('says how to be rid of such a key where it may not delete it', async () => {
    const { mock, keys, aliases, key } = fakeKms();
    mock.on(PutKeyPolicyCommand).rejects(awsError('AccessDeniedException'));
    mock.on(CreateAliasCommand).callsFakeOnce(() => {
      keys.set('key-0', { ...keys.get('key-1')!, meta: { KeyId: 'key-0' } });
      aliases.set(ALIAS, 'key-0');
      throw awsError('AlreadyExistsException');
    });
    const lines: string[] = [];
    await key().create({ ...context(), log: line => lines.push(line) });
    expect(lines).toEqual([
      expect.stringMatching(
        /^another run gave alias\S+ to its key first, .*schedule-key-deletion .*--key-id key-1/,
      ),
    ]);
  });

  it('names the key of the other run when that has let this one go', async () => {
    const { mock, keys, aliases, key, made } = await withKey();
    aliases.clear();
    mock.on(CreateAliasCommand).callsFakeOnce(() => {
      keys.set('key-2', { ...made, meta: { ...made.meta, KeyId: 'key-2' } });
      aliases.set(ALIAS, 'key-2');
      made.meta = { ...made.meta, KeyState: 'PendingDeletion' };
      throw awsError('KMSInvalidStateException');
    });
    expect((await settle(key())).observed.keyId).toBe('key-2');
    expect(mock.commandCalls(ScheduleKeyDeletionCommand)).toHaveLength(0);
  });

  it('tries the alias again while the new key is not visible yet', async () => {
    const { mock, aliases, key } = fakeKms();
    mock
      .on(CreateAliasCommand)
      .rejectsOnce(awsError('NotFoundException'))
      .callsFake(({ AliasName, TargetKeyId }) => {
        aliases.set(AliasName, TargetKeyId);
        return {};
      });
    expect((await settle(key())).outcome).toBe('created');
    expect(mock.commandCalls(CreateKeyCommand)).toHaveLength(1);
  });

  it('mends what was changed and brings what the spec changed', async () => {
    const { key, made } = await withKey();
    made.policy = '{}';
    made.rotation = undefined;
    const wanted = key({
      description: 'Seal',
      rotationPeriodDays: 180,
      ownership: { ...OWNERSHIP, tags: { team: 'vault' } },
    });
    expect((await wordsOf(wanted)).slice(0, 3)).toEqual([
      'tag team: (absent) -> vault',
      `description: Unseals the Vault ${OWNER} -> Seal`,
      'rotation: off -> every 180 days',
    ]);
    expect((await settle(wanted)).outcome).toBe('updated');
    expect(made).toMatchObject({
      rotation: 180,
      meta: { Description: 'Seal' },
    });
    expect(made.tags).toContainEqual({ TagKey: 'team', TagValue: 'vault' });
    expect(made.policy).toContain('DeletionGuard');
    expect(await wordsOf(wanted)).toEqual([]);
    expect((await wordsOf(key({ description: 'Seal' })))[0]).toBe(
      'rotation: every 180 days -> every 365 days',
    );
  });

  it('refuses a key that cannot unseal', async () => {
    const { made, key } = await withKey();
    made.meta = { ...made.meta, KeyState: 'PendingDeletion' };
    expect((await changesOf(key()))[0].refusal).toMatch(
      /PendingDeletion.*cancel-key-deletion/,
    );
    made.meta = { ...made.meta, KeyState: 'Enabled', KeySpec: 'RSA_2048' };
    expect(await changesOf(key())).toMatchObject([
      { replace: true, refusal: expect.stringMatching(/RSA_2048.*seal.alias/) },
    ]);
  });

  it('refuses that the key serves anything else, by whichever name', async () => {
    const { aliases, key } = await withKey();
    aliases.set('alias/secrets', 'key-1');
    const busy = key({
      otherUses: [
        { field: 'storage.encryptionKey', key: 'arn:aws:kms:x:1:key/other' },
        { field: 'custody.kmsKeyId', key: 'alias/secrets' },
      ],
    });
    const changes = await changesOf(busy);
    expect(changes.map(change => change.refusal)).toEqual([
      'custody.kmsKeyId names the seal key, which must serve nothing but the seal. Name another key there.',
    ]);
  });

  it('takes the key of others over only when the spec says so', async () => {
    const { made, key } = await withKey();
    made.tags = [{ TagKey: 'team', TagValue: 'payments' }];
    made.policy = '{}';
    for (const options of [{}, { named: true }]) {
      expect((await changesOf(key(options)))[0].refusal).toMatch(
        /seal.key: existing and seal.keyId: alias.*adopt: true/,
      );
    }
    const adopted = key(ADOPTING);
    expect((await settle(adopted)).outcome).toBe('adopted');
    expect(made.tags).toEqual(
      expect.arrayContaining([
        { TagKey: 'team', TagValue: 'payments' },
        { TagKey: 'vault-eks.io/cluster', TagValue: OWNER },
      ]),
    );
    expect(made.policy).toContain('DeletionGuard');
    expect(await removalOf(adopted)).toMatchObject({ verb: 'keep' });
  });

  it.each([
    [/is a replica of primary/, { MultiRegionKeyType: 'REPLICA' as const }],
    [/material is of EXTERNAL/, undefined],
  ])('takes over no key that it cannot rotate: %s', async (reason, copy) => {
    const { made, key } = await withKey();
    made.tags = [];
    made.meta = {
      ...made.meta,
      ...(copy
        ? {
            MultiRegionConfiguration: {
              ...copy,
              PrimaryKey: { Arn: 'primary' },
            },
          }
        : {
            Origin: 'EXTERNAL',
            ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
          }),
    };
    expect((await changesOf(key(ADOPTING)))[0].refusal).toMatch(reason);
  });

  it('lifts the guard before it schedules the deletion, and waits until KMS knows', async () => {
    const { mock, made, aliases, key } = await withKey();
    const schedule = mock.on(ScheduleKeyDeletionCommand);
    schedule
      .rejectsOnce(awsError('AccessDeniedException'))
      .callsFake(({ PendingWindowInDays }) => {
        expect(made.policy).not.toContain('DeletionGuard');
        made.meta.PendingDeletionWindowInDays = PendingWindowInDays;
        return {};
      });
    const going = key({
      deletionWindowDays: 14,
      breakGlassPrincipals: BREAK_GLASS,
    });
    expect(await removalOf(going)).toEqual({ verb: 'delete' });
    await remove(going);
    expect(made.meta.PendingDeletionWindowInDays).toBe(14);
    expect(aliases.size).toBe(0);
  });

  it('does not mind that a run at the same time has scheduled the deletion', async () => {
    const { mock, made, aliases, key } = await withKey();
    mock.on(ScheduleKeyDeletionCommand).callsFakeOnce(() => {
      made.meta = { ...made.meta, KeyState: 'PendingDeletion' };
      throw awsError('KMSInvalidStateException');
    });
    await remove(key());
    expect(aliases.size).toBe(0);
    const other = await withKey();
    other.mock
      .on(ScheduleKeyDeletionCommand)
      .rejects(awsError('KMSInvalidStateException'));
    await expect(remove(other.key())).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
  });

  it('finishes a deletion that ended before the alias was released', async () => {
    const { mock, made, aliases, key } = await withKey();
    made.meta.KeyState = 'PendingDeletion';
    expect(await removalOf(key())).toEqual({ verb: 'delete' });
    await remove(key());
    expect(aliases.size).toBe(0);
    expect(mock.commandCalls(ScheduleKeyDeletionCommand)).toHaveLength(0);
  });
});
