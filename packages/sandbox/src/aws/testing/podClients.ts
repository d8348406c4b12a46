import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleWithWebIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { SignJWT } from 'jose';
import { SEED } from '../../seed';
import { policyOf, type ClientConfig } from './assumeNewRole';
import type { AwsWorld } from './awsWorld';

/** ARN of the role that {@link makePodRole} makes. */
export const POD_ROLE = `arn:aws:iam::${SEED.account}:role/pod`;

/** Makes a role that may do anything, for the pods of the first cluster. */
export async function makePodRole({ admin, clusters }: AwsWorld) {
  const iam = new IAMClient(admin);
  const { url } = clusters[0].issuer;
  const { OpenIDConnectProviderArn: provider } = await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: url,
      ClientIDList: ['sts.amazonaws.com'],
    }),
  );
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'pod',
      AssumeRolePolicyDocument: policyOf({
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'pod',
      PolicyName: 'everything',
      PolicyDocument: policyOf({ Effect: 'Allow', Action: '*', Resource: '*' }),
    }),
  );
  iam.destroy();
}

/** Becomes that role, as a pod on a node of the first cluster does. */
export async function clientOnNode(
  { admin, clusters }: AwsWorld,
  node: string,
): Promise<ClientConfig> {
  const { url, privateKey } = clusters[0].issuer;
  const token = await new SignJWT({ 'kubernetes.io': { node: { name: node } } })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(url)
    .setSubject('system:serviceaccount:vault:vault')
    .setAudience('sts.amazonaws.com')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  const sts = new STSClient({
    ...admin,
    credentials: { accessKeyId: '', secretAccessKey: '' },
  });
  try {
    const { Credentials: keys } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: POD_ROLE,
        RoleSessionName: 'pod',
        WebIdentityToken: token,
      }),
    );
    return {
      ...admin,
      credentials: {
        accessKeyId: keys?.AccessKeyId ?? '',
        secretAccessKey: keys?.SecretAccessKey ?? '',
        sessionToken: keys?.SessionToken,
      },
    };
  } finally {
    sts.destroy();
  }
}
