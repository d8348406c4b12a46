import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  TagOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { oidcProvider } from './oidcProvider';
import { issuerHostPath, OidcProviderOptions } from './oidcProviderChanges';
import type { AwsTag } from './ownership';
import {
  ACCOUNT,
  awsError,
  changesOf,
  context,
  OWNERSHIP,
  remove,
  removalOf,
  settle,
  wordsOf,
} from './testing/lifecycle';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const ADOPTING = { ownership: { ...OWNERSHIP, adopt: true } };

function fakeIam() {
  const client = new IAMClient({});
  const mock = mockClient(client);
  const providers = new Map<
    string,
    { ClientIDList: string[]; Tags: AwsTag[] }
  >();
  const at = (arn: string) => {
    const found = providers.get(arn);
    if (!found) {
      throw awsError('NoSuchEntityException');
    }
    return found;
  };
  mock
    .on(GetOpenIDConnectProviderCommand)
    .callsFake(({ OpenIDConnectProviderArn }) => at(OpenIDConnectProviderArn));
  mock.on(ListOpenIDConnectProvidersCommand).callsFake(() => ({
    OpenIDConnectProviderList: [...providers.keys()].map(Arn => ({ Arn })),
  }));
  mock
    .on(CreateOpenIDConnectProviderCommand)
    .callsFake(({ Url, ClientIDList, Tags }) => {
      const arn = ARN.replace(ISSUER, Url.replace('https://', ''));
      providers.set(arn, { ClientIDList, Tags });
      return {};
    });
  mock
    .on(AddClientIDToOpenIDConnectProviderCommand)
    .callsFake(({ OpenIDConnectProviderArn, ClientID }) => {
      at(OpenIDConnectProviderArn).ClientIDList.push(ClientID);
      return {};
    });
  mock
    .on(TagOpenIDConnectProviderCommand)
    .callsFake(({ OpenIDConnectProviderArn, Tags }) => {
      at(OpenIDConnectProviderArn).Tags.push(...Tags);
      return {};
    });
  mock
    .on(DeleteOpenIDConnectProviderCommand)
    .callsFake(({ OpenIDConnectProviderArn }) => {
      at(OpenIDConnectProviderArn);
      providers.delete(OpenIDConnectProviderArn);
      return {};
    });
  const provider = (overrides: Partial<OidcProviderOptions> = {}) =>
    oidcProvider({
      client,
      issuer: `https://${ISSUER}`,
      arn: ARN,
      ownership: OWNERSHIP,
      ...overrides,
    });
  const made = () => mock.commandCalls(CreateOpenIDConnectProviderCommand);
  return { providers, mock, provider, made };
}

describe('issuerHostPath', () => {
  it.each([
    `https://${ISSUER}`,
    `https://${ISSUER}/`,
    'HTTPS://OIDC.eks.EU-west-1.amazonaws.com/id/ABC',
  ])('knows %s by one name, and leaves the path as it is', issuer => {
    expect(issuerHostPath(issuer)).toBe(ISSUER);
  });
});

describe('oidcProvider', () => {
  it('creates the provider once', async () => {
    const { provider, providers, made } = fakeIam();
    expect((await settle(provider())).outcome).toBe('created');
    expect(providers.get(ARN)?.ClientIDList).toEqual(['sts.amazonaws.com']);
    expect((await settle(provider())).outcome).toBe('kept');
    expect(made()).toHaveLength(1);
    expect(await removalOf(provider())).toEqual({ verb: 'delete' });
    await remove(provider());
    expect(providers.size).toBe(0);
  });

  it('survives that it came into being meanwhile', async () => {
    const { provider, mock } = fakeIam();
    mock
      .on(CreateOpenIDConnectProviderCommand)
      .rejects(awsError('EntityAlreadyExistsException'));
    await expect(provider().create(context())).resolves.toBeUndefined();
  });

  it('brings one of ours to the spec', async () => {
    const { provider, providers } = fakeIam();
    await settle(provider());
    providers.get(ARN)!.ClientIDList = [];
    const wanted = provider({
      ownership: { ...OWNERSHIP, tags: { team: 'vault' } },
    });
    expect(await wordsOf(wanted)).toEqual([
      'tag team: (absent) -> vault',
      'audiences: (absent) -> sts.amazonaws.com',
    ]);
    expect((await settle(wanted)).outcome).toBe('updated');
    expect(providers.get(ARN)).toMatchObject({
      ClientIDList: ['sts.amazonaws.com'],
      Tags: expect.arrayContaining([{ Key: 'team', Value: 'vault' }]),
    });
  });

  it('uses one of others that knows the audience as it is', async () => {
    const { provider, providers, made } = fakeIam();
    const theirs = { ClientIDList: ['sts.amazonaws.com'], Tags: [] };
    providers.set(ARN, structuredClone(theirs));
    expect((await settle(provider(ADOPTING))).outcome).toBe('adopted');
    expect(providers.get(ARN)).toEqual(theirs);
    expect(made()).toHaveLength(0);
    expect(await removalOf(provider())).toMatchObject({ verb: 'keep' });
  });

  it('adds the audience to one of others only when the spec says so, and nothing else', async () => {
    const { provider, providers } = fakeIam();
    providers.set(ARN, { ClientIDList: ['other'], Tags: [] });
    expect((await changesOf(provider()))[0].refusal).toMatch(
      /lacks the audience sts.amazonaws.com.*adopt: true.*aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn arn:/,
    );
    expect((await settle(provider(ADOPTING))).outcome).toBe('adopted');
    expect(providers.get(ARN)).toEqual({
      ClientIDList: ['other', 'sts.amazonaws.com'],
      Tags: [],
    });
  });

  it('never makes a second one of an issuer in another spelling', async () => {
    const { provider, providers, made } = fakeIam();
    const spelt = `${ARN.replace('oidc.eks', 'OIDC.eks')}/`;
    providers.set(ARN.replace('ABC', 'DEF'), { ClientIDList: [], Tags: [] });
    providers.set(spelt, { ClientIDList: ['sts.amazonaws.com'], Tags: [] });
    const { observed } = await settle(provider());
    expect(made()).toHaveLength(0);
    // As its condition keys begin.
    expect(provider().output(observed)).toEqual({
      arn: spelt,
      issuer: spelt.split(':oidc-provider/')[1],
    });
  });
});
