import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { SEED } from '../../seed';
import { deployerRoleArn } from '../seed/deployerRole';
import { assumeNewRole } from '../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../testing/awsWorld';

const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
const tablesOnly = [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }];

jest.setTimeout(60_000);

describe('assuming a role', () => {
  let world: AwsWorld;
  let sts: STSClient;

  beforeEach(async () => {
    world = await startAwsWorld();
    sts = new STSClient(world.admin);
  });
  afterEach(async () => {
    sts.destroy();
    await world.close();
  });

  const assumeDeployer = (ExternalId?: string, DurationSeconds?: number) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: deployerRoleArn(SEED),
        RoleSessionName: 'backstage',
        ExternalId,
        DurationSeconds,
      }),
    );

  it('needs the external id that the role asks for', async () => {
    for (const wrong of [undefined, 'another-id']) {
      await expect(assumeDeployer(wrong)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(
          `is not authorized to perform: sts:AssumeRole on resource: ${deployerRoleArn(
            SEED,
          )}`,
        ),
      });
    }
    const { Credentials: keys, AssumedRoleUser: user } = await assumeDeployer(
      SEED.deployer.externalId,
    );
    const asDeployer = new STSClient({
      ...world.admin,
      credentials: {
        accessKeyId: keys?.AccessKeyId ?? '',
        secretAccessKey: keys?.SecretAccessKey ?? '',
        sessionToken: keys?.SessionToken,
      },
    });
    const { Arn } = await asDeployer.send(new GetCallerIdentityCommand({}));
    asDeployer.destroy();
    expect(Arn).toBe(user?.Arn);
  });

  it('gives a session of 15 minutes at least and no longer than the role allows', async () => {
    const { externalId } = SEED.deployer;
    await expect(assumeDeployer(externalId, 60)).rejects.toThrow(
      /greater than or equal to 900/,
    );
    await expect(assumeDeployer(externalId, 7200)).rejects.toThrow(
      /exceeds the MaxSessionDuration/,
    );
  });

  it.each([
    ['its policies', { allows: tablesOnly }, 'identity-based policy'],
    [
      'its boundary',
      { allows: everything, boundary: tablesOnly },
      'permissions boundary',
    ],
    [
      'the session policy',
      { allows: everything, session: tablesOnly },
      'session policy',
    ],
  ])('leaves no more rights than %s', async (_, rights, kind) => {
    const role = await assumeNewRole(world.admin, {
      name: 'limited',
      ...rights,
    });
    const iam = new IAMClient(role.client);
    const dynamodb = new DynamoDBClient(role.client);
    await dynamodb.send(new ListTablesCommand({}));
    await expect(iam.send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `because no ${kind} allows the iam:ListRoles action`,
      ),
    });
    iam.destroy();
    dynamodb.destroy();
  });

  it('obeys a deny wherever it stands', async () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:List*', Resource: '*' };
    for (const [name, kind] of [
      ['boundary', 'a permissions boundary'],
      ['session', 'a session policy'],
    ]) {
      const role = await assumeNewRole(world.admin, {
        name: `denied-by-${name}`,
        allows: everything,
        [name]: [...everything, deny],
      });
      const dynamodb = new DynamoDBClient(role.client);
      await expect(dynamodb.send(new ListTablesCommand({}))).rejects.toThrow(
        `with an explicit deny in ${kind}`,
      );
      dynamodb.destroy();
    }
  });
});
