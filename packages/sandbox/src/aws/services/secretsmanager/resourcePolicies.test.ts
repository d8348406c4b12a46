import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SEED } from '../../../seed';
import {
  assumeNewRole,
  policyOf,
  type AssumedRole,
} from '../../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const SecretId = 'vault-eks/platform-prod/recovery';

jest.setTimeout(60_000);

describe('policies of secrets', () => {
  let world: AwsWorld;
  let secrets: SecretsManagerClient;
  let reader: AssumedRole;
  let asReader: SecretsManagerClient;

  beforeEach(async () => {
    world = await startAwsWorld();
    secrets = new SecretsManagerClient(world.admin);
    reader = await assumeNewRole(world.admin, { name: 'reader', allows: [] });
    asReader = new SecretsManagerClient(reader.client);
    await secrets.send(
      new CreateSecretCommand({ Name: SecretId, SecretString: 'value' }),
    );
  });
  afterEach(async () => {
    secrets.destroy();
    asReader.destroy();
    await world.close();
  });

  const put = (statement: object, BlockPublicPolicy?: boolean) =>
    secrets.send(
      new PutResourcePolicyCommand({
        SecretId,
        ResourcePolicy: policyOf({
          Action: 'secretsmanager:GetSecretValue',
          Resource: '*',
          ...statement,
        }),
        BlockPublicPolicy,
      }),
    );
  const read = (client: SecretsManagerClient) =>
    client.send(new GetSecretValueCommand({ SecretId }));

  it('let in whom they name', async () => {
    await expect(read(asReader)).rejects.toThrow(
      /no identity-based policy allows the secretsmanager:GetSecretValue action/,
    );
    await put({ Effect: 'Allow', Principal: { AWS: reader.arn } });
    await read(asReader);
  });

  it('keep out even the administrator', async () => {
    await put({
      Effect: 'Deny',
      Principal: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': reader.arn } },
    });
    await expect(read(secrets)).rejects.toThrow(
      /explicit deny in a resource-based policy/,
    );
    await secrets.send(new DeleteResourcePolicyCommand({ SecretId }));
    await read(secrets);
    expect(
      (await secrets.send(new GetResourcePolicyCommand({ SecretId })))
        .ResourcePolicy,
    ).toBeUndefined();
  });

  it('are refused when they open the secret to everyone, or name nobody', async () => {
    const open = { Effect: 'Allow', Principal: '*' };
    await expect(put(open, true)).rejects.toMatchObject({
      name: 'PublicPolicyException',
    });
    await put(open);
    await expect(
      put({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SEED.account}:role/nobody` },
      }),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  });
});
