import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ReplicateSecretToRegionsCommand,
} from '@aws-sdk/client-secrets-manager';
import { createGraph, destroyGraph } from '../../engine';
import { fakeSecretsManager, SECRET } from './__testUtils__/fakeSecretsManager';
import {
  awsError,
  changesOf,
  context,
  OWNER,
  OWNERSHIP,
  remove,
  removalOf,
  settle,
  wordsOf,
} from './testing/lifecycle';

const ADOPTING = { named: true, ownership: { ...OWNERSHIP, adopt: true } };
const NAMED = { named: true };
const OTHERS = { ARN: 'arn', Tags: [{ Key: 'team', Value: 'payments' }] };
const MULTI_REGION = `mrk-${'0'.repeat(32)}`;

const policyFor = (AWS: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS },
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
    },
  ],
});
const POLICY = policyFor('arn:aws:iam::111122223333:role/custodian');

describe('custodySecret', () => {
  it('creates it empty and never writes its value again', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    expect((await settle(secret())).outcome).toBe('created');
    expect(state.value).toBe('{"state":"empty"}');
    state.value = 'recovery keys';
    expect((await settle(secret())).outcome).toBe('kept');
    expect((await settle(secret({ kmsKeyId: 'k2' }))).outcome).toBe('updated');
    expect(state).toMatchObject({
      value: 'recovery keys',
      secret: { KmsKeyId: 'k2' },
    });
    for (const command of [PutSecretValueCommand, GetSecretValueCommand]) {
      expect(mock.commandCalls(command)).toHaveLength(0);
    }
  });

  it('creates it with copies and resource policy, and waits until the copies are in sync', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    const wanted = secret({
      kmsKeyId: `arn:aws:kms:eu-west-1:111122223333:key/${MULTI_REGION}`,
      replicaRegions: ['eu-central-1'],
      resourcePolicy: POLICY,
    });
    const { observed } = await settle(wanted);
    expect(observed.copies).toMatchObject([
      { Region: 'eu-central-1', Status: 'InSync' },
    ]);
    expect(
      mock.commandCalls(CreateSecretCommand)[0].args[0].input,
    ).toMatchObject({
      AddReplicaRegions: [{ Region: 'eu-central-1', KmsKeyId: MULTI_REGION }],
    });
    expect(JSON.parse(state.policy ?? '')).toEqual(POLICY);
    expect((await settle(wanted)).outcome).toBe('kept');
  });

  it('brings one of ours to the spec', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    await settle(secret({ replicaRegions: ['eu-west-2'] }));
    state.policy = JSON.stringify(policyFor('arn:aws:iam::1:root'));
    const wanted = secret({
      kmsKeyId: 'alias/custody',
      replicaRegions: ['us-east-1', 'eu-central-1'],
      ownership: { ...OWNERSHIP, tags: { team: 'vault' } },
    });
    expect(await wordsOf(wanted)).toEqual([
      'tag team: (absent) -> vault',
      'kmsKeyId: managed by AWS -> alias/custody',
      'replicaRegions: eu-west-2 -> eu-central-1, us-east-1',
      'resourcePolicy: another policy -> none',
    ]);
    expect((await settle(wanted)).outcome).toBe('updated');
    expect(state.policy).toBeUndefined();
    expect(state.secret?.ReplicationStatus?.map(c => c.Region)).toEqual([
      'us-east-1',
      'eu-central-1',
    ]);
    expect(state.secret?.Tags).toContainEqual({ Key: 'team', Value: 'vault' });
    expect(
      mock.commandCalls(ReplicateSecretToRegionsCommand)[0].args[0].input,
    ).toMatchObject({ ForceOverwriteReplicaSecret: false });
    state.secret!.KmsKeyId = 'arn:aws:kms:eu-west-1:111122223333:alias/custody';
    expect(await wordsOf(wanted)).toEqual([]);
  });

  it('refuses a copy that failed, with what Secrets Manager says', async () => {
    const { state, secret } = fakeSecretsManager();
    const wanted = secret({ replicaRegions: ['eu-central-1'] });
    await settle(wanted);
    state.secret!.ReplicationStatus = [
      {
        Region: 'eu-central-1',
        Status: 'Failed',
        StatusMessage: 'secret with this name exists',
      },
    ];
    expect((await changesOf(wanted))[0].refusal).toMatch(
      /copy in eu-central-1 failed \(secret with this name exists\).*remove-regions-from-replication/,
    );
  });

  it('opens the secret to nobody by accident', async () => {
    const { secret } = fakeSecretsManager();
    await expect(
      settle(secret({ resourcePolicy: policyFor('*') })),
    ).rejects.toThrow(
      /custody.resourcePolicy: it would open the recovery keys to everyone/,
    );
  });

  it('stays at a destroy unless it is named, and then may be restored', async () => {
    const { state, secret } = fakeSecretsManager();
    await settle(secret());
    const graph = createGraph();
    graph.add({ id: 'secret', phase: 'AWS', needs: {}, make: () => secret() });
    await destroyGraph(graph.build(), context());
    expect(state.secret?.DeletedDate).toBeUndefined();
    const { steps } = await destroyGraph(graph.build(), {
      ...context(),
      includeRetained: ['secret'],
    });
    expect(steps).toMatchObject([{ outcome: 'deleted' }]);
    expect(state.secret?.DeletedDate).toBeDefined();
    expect(await removalOf(secret())).toMatchObject({ verb: 'keep' });
  });

  it('removes the copies before the secret, and waits until they are gone', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    const copied = secret({ replicaRegions: ['eu-central-1'] });
    await settle(copied);
    mock
      .on(DeleteSecretCommand)
      .rejectsOnce(awsError('InvalidRequestException'))
      .callsFake(() => {
        state.secret!.DeletedDate = new Date(0);
        return {};
      });
    await remove(copied);
    expect(state.secret).toMatchObject({
      ReplicationStatus: [],
      DeletedDate: new Date(0),
    });
  });

  it('does not mind that a run at the same time lets the secret go', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    await settle(secret());
    mock.on(DeleteSecretCommand).callsFakeOnce(() => {
      state.secret = { ...state.secret, DeletedDate: new Date(0) };
      throw awsError('InvalidRequestException');
    });
    await remove(secret());
    expect(mock.commandCalls(DeleteSecretCommand)).toHaveLength(1);
    state.secret = { ...state.secret, DeletedDate: undefined };
    mock
      .on(DeleteSecretCommand)
      .rejects(awsError('InvalidRequestException', 'for another reason'));
    await expect(remove(secret())).rejects.toThrow('for another reason');
  });

  it('refuses a secret of others unless it is named, one of another Vault, a copy, and one that is going', async () => {
    const { state, secret } = fakeSecretsManager();
    state.value = '{"state":"empty"}';
    state.secret = OTHERS;
    expect((await changesOf(secret()))[0].refusal).toMatch(
      new RegExp(`custody.secretName: ${SECRET}.*adopt: true`),
    );
    state.secret = { ...OTHERS, PrimaryRegion: 'us-east-1' };
    expect((await changesOf(secret(NAMED)))[0].refusal).toMatch(
      /copy of the secret in us-east-1/,
    );
    state.secret = {
      Tags: [{ Key: 'vault-eks.io/cluster', Value: 'demo/other/vault' }],
    };
    expect((await changesOf(secret(ADOPTING)))[0].refusal).toMatch(
      /belongs to the Vault demo\/other\/vault/,
    );
    state.secret = { ...OTHERS, DeletedDate: new Date(0) };
    expect((await changesOf(secret(NAMED)))[0].refusal).toMatch(
      /scheduled for deletion.*restore-secret/,
    );
  });

  it('uses an empty secret of others as it is', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    state.value = '{"state":"empty"}';
    state.secret = OTHERS;
    const used = secret({ ...NAMED, replicaRegions: ['eu-central-1'] });
    expect((await settle(used)).outcome).toBe('adopted');
    expect(state).toEqual({ value: '{"state":"empty"}', secret: OTHERS });
    expect(mock.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });

  it('proves with a placeholder that a secret without a value can be written', async () => {
    const { state, secret } = fakeSecretsManager();
    state.secret = OTHERS;
    expect(await wordsOf(secret(NAMED))).toEqual([
      'value: none -> a placeholder',
    ]);
    await settle(secret(NAMED));
    expect(state).toEqual({ value: '{"state":"empty"}', secret: OTHERS });
    expect((await settle(secret(NAMED))).outcome).toBe('adopted');
  });

  it('never overwrites a value that came in meanwhile', async () => {
    const { state, secret } = fakeSecretsManager();
    state.secret = OTHERS;
    const used = secret(NAMED);
    const observed = await used.observe(context());
    state.value = 'theirs';
    await used.update(context(), observed!, used.diff(observed!));
    expect(state.value).toBe('theirs');
  });

  it('refuses a secret that holds something else, and quotes nothing of it', async () => {
    const { state, secret } = fakeSecretsManager();
    state.secret = OTHERS;
    for (const value of ['password=hunter2', '{"hunter2":"hunter2"}']) {
      state.value = value;
      for (const options of [NAMED, ADOPTING]) {
        const changes = await changesOf(secret(options));
        expect(changes.map(change => change.refusal)).toEqual([
          `Secret ${SECRET} holds something that this product did not write, and it is not overwritten. Name another one in custody.secretName.`,
        ]);
        const observed = await secret(options).observe(context());
        expect(JSON.stringify({ changes, observed })).not.toMatch('hunter2');
      }
    }
  });

  it('uses a secret whose value it may not read', async () => {
    const { mock, state, secret } = fakeSecretsManager();
    state.secret = OTHERS;
    mock.on(GetSecretValueCommand).rejects(awsError('AccessDeniedException'));
    expect(await changesOf(secret(NAMED))).toEqual([]);
  });

  it('takes it over when the spec says so, and never deletes it', async () => {
    const { state, secret } = fakeSecretsManager();
    state.secret = OTHERS;
    const adopted = secret({ ...ADOPTING, resourcePolicy: POLICY });
    expect(await wordsOf(adopted)).toEqual([
      `owner: (not ours) -> ${OWNER}`,
      'resourcePolicy: none -> the policy of the spec',
      'value: none -> a placeholder',
    ]);
    expect((await settle(adopted)).outcome).toBe('adopted');
    expect(state.value).toBe('{"state":"empty"}');
    expect(state.secret.Tags).toEqual(
      expect.arrayContaining([
        ...OTHERS.Tags,
        { Key: 'vault-eks.io/cluster', Value: OWNER },
      ]),
    );
    expect(await removalOf(adopted)).toMatchObject({ verb: 'keep' });
  });
});
