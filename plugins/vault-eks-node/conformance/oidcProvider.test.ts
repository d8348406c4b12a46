import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { describeLifecycle, Scene } from './world/describeLifecycle';

const providerArn = ({ aws, cluster }: Scene) =>
  `arn:aws:iam::${aws.account}:oidc-provider/${cluster.oidcIssuer?.replace(
    'https://',
    '',
  )}`;

const getProvider = (scene: Scene) =>
  scene.aws.iam.send(
    new GetOpenIDConnectProviderCommand({
      OpenIDConnectProviderArn: providerArn(scene),
    }),
  );

async function seen(scene: Scene): Promise<void> {
  const provider = await getProvider(scene);
  expect(provider.ClientIDList).toEqual(['sts.amazonaws.com']);
  expect(provider.Tags).toContainEqual({
    Key: 'vault-eks.io/cluster',
    Value: scene.owner,
  });
  const { OpenIDConnectProviderList } = await scene.aws.iam.send(
    new ListOpenIDConnectProvidersCommand({}),
  );
  expect(
    OpenIDConnectProviderList?.filter(({ Arn }) => Arn === providerArn(scene)),
  ).toHaveLength(1);
}

async function gone(scene: Scene): Promise<void> {
  await expect(getProvider(scene)).rejects.toMatchObject({
    name: expect.stringMatching(/^NoSuchEntity/),
  });
}

describeLifecycle({
  title: 'IAM OIDC provider',
  node: 'oidc-provider',
  wish: { release: 'oidc' },
  seen,
  gone,
});
