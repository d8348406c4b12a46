import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RemoveRegionsFromReplicationCommand,
  ReplicateSecretToRegionsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SEED } from '../../../seed';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const SecretId = 'vault-eks/platform-prod/recovery';
const away = 'eu-central-1';

jest.setTimeout(60_000);

describe('replicas of secrets', () => {
  let world: AwsWorld;
  let home: SecretsManagerClient;
  let abroad: SecretsManagerClient;

  beforeEach(async () => {
    world = await startAwsWorld();
    home = new SecretsManagerClient(world.admin);
    abroad = new SecretsManagerClient({ ...world.admin, region: away });
  });
  afterEach(async () => {
    home.destroy();
    abroad.destroy();
    await world.close();
  });

  const create = () =>
    home.send(
      new CreateSecretCommand({
        Name: SecretId,
        SecretString: 'first',
        AddReplicaRegions: [{ Region: away }],
      }),
    );
  const read = async (client: SecretsManagerClient) =>
    (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  const put = (client: SecretsManagerClient, SecretString: string) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  const status = async () => {
    const { ReplicationStatus: replicas } = await home.send(
      new DescribeSecretCommand({ SecretId }),
    );
    return replicas;
  };

  it('follow their primary, and are only read', async () => {
    const { ARN: arn } = await create();
    expect(await status()).toEqual([
      {
        Region: away,
        Status: 'InSync',
        KmsKeyId: 'alias/aws/secretsmanager',
      },
    ]);
    expect(await read(abroad)).toBe('first');
    await put(home, 'second');
    expect(await read(abroad)).toBe('second');
    expect(
      await abroad.send(new DescribeSecretCommand({ SecretId })),
    ).toMatchObject({
      ARN: arn?.replace(SEED.region, away),
      PrimaryRegion: SEED.region,
    });
    await expect(put(abroad, 'third')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('not permitted on a replica secret'),
    });
  });

  it('must go before their primary goes', async () => {
    await create();
    const remove = new DeleteSecretCommand({ SecretId });
    await expect(home.send(remove)).rejects.toThrow(
      `You can't delete secret ${SecretId} that still has replica regions [${away}]`,
    );
    await home.send(
      new RemoveRegionsFromReplicationCommand({
        SecretId,
        RemoveReplicaRegions: [away],
      }),
    );
    expect(await status()).toBeUndefined();
    await expect(read(abroad)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await home.send(remove);
  });

  it('fail where a secret of that name is, and not without being asked to', async () => {
    await abroad.send(
      new CreateSecretCommand({ Name: SecretId, SecretString: 'other' }),
    );
    await create();
    expect(await status()).toEqual([
      expect.objectContaining({ Region: away, Status: 'Failed' }),
    ]);
    expect(await read(abroad)).toBe('other');
    const { ReplicationStatus: replicas } = await home.send(
      new ReplicateSecretToRegionsCommand({
        SecretId,
        AddReplicaRegions: [{ Region: away }],
        ForceOverwriteReplicaSecret: true,
      }),
    );
    expect(replicas).toEqual([expect.objectContaining({ Status: 'InSync' })]);
    expect(await read(abroad)).toBe('first');
    await expect(
      home.send(
        new ReplicateSecretToRegionsCommand({
          SecretId,
          AddReplicaRegions: [{ Region: SEED.region }],
        }),
      ),
    ).rejects.toThrow('Invalid replica region.');
  });
});
