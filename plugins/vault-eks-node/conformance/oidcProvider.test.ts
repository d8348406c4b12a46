import {
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import type { World } from './world/connectWorld';
import { describeAdoption } from './world/describeAdoption';
import { describeLifecycle, Scene } from './world/describeLifecycle';

const providerArn = ({ aws, cluster }: Pick<World, 'aws' | 'cluster'>) =>
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

async function expectAudience(scene: Scene): Promise<void> {
  const { ClientIDList } = await getProvider(scene);
  expect([...(ClientIDList ?? [])].sort()).toEqual([
    'others',
    'sts.amazonaws.com',
  ]);
}

describeLifecycle({
  title: 'IAM OIDC provider',
  node: 'oidc-provider',
  wish: { release: 'oidc' },
  seen,
  gone,
});

describeAdoption({
  title: 'IAM OIDC provider',
  node: 'oidc-provider',
  async make({ aws, cluster }) {
    await aws.iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: cluster.oidcIssuer,
        ClientIDList: ['others'],
        // Optional for AWS since 2024; not every stand-in knows that.
        ThumbprintList: ['a'.repeat(40)],
      }),
    );
    return { release: 'oidc-adopted' };
  },
  before: { refusal: expect.stringMatching(/adopt: true/) },
  seen: expectAudience,
  unmake: ({ aws, cluster }) =>
    aws.iam.send(
      new DeleteOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: providerArn({ aws, cluster }),
      }),
    ),
});
