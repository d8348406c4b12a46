import {
  GetOpenIDConnectProviderCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { planGraph, createGraph } from '../../engine';
import { existingOidcProvider } from './existingOidcProvider';
import { awsError, context } from './testing/lifecycle';

const iam = mockClient(IAMClient);
const arn =
  'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC';

async function plan() {
  const graph = createGraph();
  graph.add({
    id: 'provider',
    phase: 'AWS',
    needs: {},
    make: () =>
      existingOidcProvider({
        client: new IAMClient({ region: 'eu-west-1' }),
        issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC',
        arn,
      }),
  });
  const [step] = await planGraph(graph.build(), context());
  return step;
}

describe('existingOidcProvider', () => {
  afterEach(() => iam.reset());
  afterAll(() => iam.restore());

  it('is used as it is', async () => {
    iam
      .on(GetOpenIDConnectProviderCommand, { OpenIDConnectProviderArn: arn })
      .resolves({ ClientIDList: ['sts.amazonaws.com'] });
    expect(await plan()).toMatchObject({ verb: 'adopt', changes: [] });
  });

  it('is refused when there is none, and never made', async () => {
    iam
      .on(GetOpenIDConnectProviderCommand)
      .rejects(awsError('NoSuchEntityException'));
    expect((await plan()).refusal).toMatch(
      /no OIDC provider for the cluster's issuer.*vault-eks:oidc-provider:ensure/,
    );
    expect(iam.calls()).toHaveLength(1);
  });

  it('is refused when pods could not use it', async () => {
    iam
      .on(GetOpenIDConnectProviderCommand)
      .resolves({ ClientIDList: ['kubernetes'] });
    expect((await plan()).refusal).toMatch(
      /lacks the audience sts\.amazonaws\.com/,
    );
  });
});
