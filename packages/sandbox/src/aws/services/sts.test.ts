import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import {
  CreateKeyCommand,
  EncryptCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { SignJWT } from 'jose';
import { SEED } from '../../seed';
import { startAwsWorld, type AwsWorld } from '../testing/awsWorld';

const subject = 'system:serviceaccount:vault:vault';

jest.setTimeout(60_000);

describe('STS and IAM', () => {
  let world: AwsWorld;
  let iam: IAMClient;
  let sts: STSClient;
  let issuer: string;
  let provider: string;

  beforeEach(async () => {
    world = await startAwsWorld();
    iam = new IAMClient(world.admin);
    sts = new STSClient(world.admin);
    issuer = world.clusters[0].issuer.url.replace('https://', '');
    provider = `arn:aws:iam::${SEED.account}:oidc-provider/${issuer}`;
  });

  afterEach(async () => {
    iam.destroy();
    sts.destroy();
    await world.close();
  });

  const trust = (audience = 'sts.amazonaws.com') =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: provider },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${issuer}:sub`]: subject,
              [`${issuer}:aud`]: audience,
            },
          },
        },
      ],
    });
  const token = (claims: { sub?: string; aud?: string; key?: number } = {}) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(world.clusters[0].issuer.url)
      .setSubject(claims.sub ?? subject)
      .setAudience(claims.aud ?? 'sts.amazonaws.com')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(world.clusters[claims.key ?? 0].issuer.privateKey);
  const assume = async (webIdentityToken: string) =>
    new STSClient({
      ...world.admin,
      credentials: { accessKeyId: '', secretAccessKey: '' },
    }).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${SEED.account}:role/vault`,
        RoleSessionName: 'vault-0',
        WebIdentityToken: webIdentityToken,
      }),
    );
  const makeProvider = () =>
    iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: world.clusters[0].issuer.url,
        ClientIDList: ['sts.amazonaws.com'],
        Tags: [{ Key: 'owner', Value: 'test' }],
      }),
    );
  const makeRole = (policy = trust()) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: 'vault',
        AssumeRolePolicyDocument: policy,
      }),
    );

  it('knows its caller and nobody else', async () => {
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: SEED.account,
      Arn: `arn:aws:iam::${SEED.account}:user/${SEED.accessKey.userName}`,
    });
    const withKey = (credentials: typeof world.admin.credentials) =>
      new STSClient({ ...world.admin, credentials }).send(
        new GetCallerIdentityCommand({}),
      );
    await expect(
      withKey({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }),
    ).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(
      withKey({ ...SEED.accessKey, secretAccessKey: 'wrong' }),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  it('keeps roles and their policies', async () => {
    await makeRole();
    await expect(makeRole()).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'vault',
        PolicyName: 'seal',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' },
          ],
        }),
      }),
    );
    const { Role: role } = await iam.send(
      new GetRoleCommand({ RoleName: 'vault' }),
    );
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(
      trust(),
    );
    const { PolicyDocument: document = '' } = await iam.send(
      new GetRolePolicyCommand({ RoleName: 'vault', PolicyName: 'seal' }),
    );
    expect(decodeURIComponent(document)).toContain('kms:Encrypt');
    const { EvaluationResults: results = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role?.Arn,
        ActionNames: ['kms:Encrypt', 'kms:Decrypt'],
      }),
    );
    expect(results.map(result => result.EvalDecision)).toEqual([
      'allowed',
      'implicitDeny',
    ]);
    await expect(
      iam.send(new DeleteRoleCommand({ RoleName: 'vault' })),
    ).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await expect(
      iam.send(new GetRoleCommand({ RoleName: 'nobody' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await expect(
      iam.send(
        new CreateRoleCommand({
          RoleName: 'broken',
          AssumeRolePolicyDocument: '{',
        }),
      ),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  });

  it('gives a service account the role that trusts it', async () => {
    await makeProvider();
    await makeRole();
    const found = await iam.send(
      new GetOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: provider,
      }),
    );
    expect(found).toMatchObject({
      Url: issuer,
      ClientIDList: ['sts.amazonaws.com'],
    });
    const { Credentials: issued, SubjectFromWebIdentityToken: who } =
      await assume(await token());
    expect(who).toBe(subject);
    const asVault = {
      ...world.admin,
      credentials: {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken,
      },
    };
    const me = await new STSClient(asVault).send(
      new GetCallerIdentityCommand({}),
    );
    const session = `arn:aws:sts::${SEED.account}:assumed-role/vault/vault-0`;
    expect(me.Arn).toBe(session);

    const { KeyMetadata: key } = await new KMSClient(world.admin).send(
      new CreateKeyCommand({}),
    );
    const seal = () =>
      new KMSClient(asVault).send(
        new EncryptCommand({
          KeyId: key?.Arn,
          Plaintext: Buffer.from('root key'),
        }),
      );
    await expect(seal()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `User: ${session} is not authorized to perform: kms:Encrypt`,
      ),
    });
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'vault',
        PolicyName: 'seal',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'kms:Encrypt', Resource: key?.Arn },
          ],
        }),
      }),
    );
    expect((await seal()).KeyId).toBe(key?.Arn);
  });

  it.each([
    [
      'another service account',
      { sub: 'system:serviceaccount:vault:other' },
      'AccessDenied',
    ],
    [
      'an audience that the provider lacks',
      { aud: 'vault' },
      'InvalidIdentityTokenException',
    ],
    [
      'a token of another issuer’s key',
      { key: 1 },
      'InvalidIdentityTokenException',
    ],
  ])('refuses %s', async (_what, claims, name) => {
    await makeProvider();
    await makeRole();
    await expect(assume(await token(claims))).rejects.toMatchObject({ name });
  });

  it('refuses when the provider is missing or the trust policy wants another audience', async () => {
    await makeRole();
    await expect(assume(await token())).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: expect.stringContaining('No OpenIDConnect provider found'),
    });
    await makeProvider();
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'vault',
        PolicyDocument: trust('someone-else'),
      }),
    );
    await expect(assume(await token())).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });

  it('lets a user assume a role that trusts the account', async () => {
    await makeRole(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${SEED.account}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    );
    const RoleArn = `arn:aws:iam::${SEED.account}:role/vault`;
    const { AssumedRoleUser: user } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }),
    );
    expect(user?.Arn).toMatch(/assumed-role\/vault\/me$/);
    await expect(
      sts.send(
        new AssumeRoleCommand({
          RoleArn: `${RoleArn}-not`,
          RoleSessionName: 'me',
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
