import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { oidcProvider } from './oidcProvider';
import type { AwsTag } from './ownership';
import {
  ACCOUNT,
  awsError,
  changesOf,
  OWNERSHIP,
  remove,
  ROLE_ARN,
  settle,
} from './testing/lifecycle';
import { vaultRole } from './vaultRole';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;

describe('oidcProvider', () => {
  function fakeIam() {
    const client = new IAMClient({});
    const mock = mockClient(client);
    const state: { provider?: { ClientIDList: string[]; Tags: AwsTag[] } } = {};
    mock.on(GetOpenIDConnectProviderCommand).callsFake(() => {
      if (!state.provider) {
        throw awsError('NoSuchEntityException');
      }
      return state.provider;
    });
    mock
      .on(CreateOpenIDConnectProviderCommand)
      .callsFake(({ ClientIDList, Tags }) => {
        state.provider = { ClientIDList, Tags };
        return {};
      });
    mock
      .on(AddClientIDToOpenIDConnectProviderCommand)
      .callsFake(({ ClientID }) => {
        state.provider?.ClientIDList.push(ClientID);
        return {};
      });
    mock.on(DeleteOpenIDConnectProviderCommand).callsFake(() => {
      state.provider = undefined;
      return {};
    });
    const provider = oidcProvider({
      client,
      issuer: `https://${ISSUER}`,
      arn: PROVIDER_ARN,
      ownership: OWNERSHIP,
    });
    return { state, mock, provider };
  }

  it('creates the provider once', async () => {
    const { provider, state, mock } = fakeIam();
    expect((await settle(provider)).outcome).toBe('created');
    expect(state.provider?.ClientIDList).toEqual(['sts.amazonaws.com']);
    expect((await settle(provider)).outcome).toBe('kept');
    expect(mock.commandCalls(CreateOpenIDConnectProviderCommand)).toHaveLength(
      1,
    );
    await remove(provider);
    expect(state.provider).toBeUndefined();
  });

  it('uses one of others and adds only the missing audience', async () => {
    const { provider, state, mock } = fakeIam();
    state.provider = { ClientIDList: ['other'], Tags: [] };
    expect((await settle(provider)).outcome).toBe('updated');
    expect(state.provider.ClientIDList).toEqual(['other', 'sts.amazonaws.com']);
    expect((await settle(provider)).outcome).toBe('adopted');
    expect(mock.commandCalls(CreateOpenIDConnectProviderCommand)).toHaveLength(
      0,
    );
  });
});

describe('vaultRole', () => {
  function fakeIam() {
    const client = new IAMClient({});
    const mock = mockClient(client);
    const state: { trust?: string; policy?: string; tags: AwsTag[] } = {
      tags: [],
    };
    mock.on(GetRoleCommand).callsFake(({ RoleName }) => {
      if (!state.trust) {
        throw awsError('NoSuchEntityException');
      }
      return {
        Role: {
          RoleName,
          Arn: ROLE_ARN,
          // As IAM answers.
          AssumeRolePolicyDocument: encodeURIComponent(state.trust),
          Tags: state.tags,
        },
      };
    });
    mock.on(GetRolePolicyCommand).callsFake(() => {
      if (!state.policy) {
        throw awsError('NoSuchEntityException');
      }
      return { PolicyDocument: encodeURIComponent(state.policy) };
    });
    mock
      .on(CreateRoleCommand)
      .callsFake(({ AssumeRolePolicyDocument, Tags }) => {
        state.trust = AssumeRolePolicyDocument;
        state.tags = Tags;
        return {};
      });
    mock.on(UpdateAssumeRolePolicyCommand).callsFake(({ PolicyDocument }) => {
      state.trust = PolicyDocument;
      return {};
    });
    mock.on(PutRolePolicyCommand).callsFake(({ PolicyDocument }) => {
      state.policy = PolicyDocument;
      return {};
    });
    mock.on(DeleteRolePolicyCommand).callsFake(() => {
      state.policy = undefined;
      return {};
    });
    mock.on(DeleteRoleCommand).callsFake(() => {
      if (state.policy) {
        throw awsError('DeleteConflictException');
      }
      state.trust = undefined;
      return {};
    });
    const role = vaultRole({
      client,
      name: 'vault-demo',
      arn: ROLE_ARN,
      ownership: OWNERSHIP,
      provider: { arn: PROVIDER_ARN, issuer: ISSUER },
      serviceAccount: { namespace: 'vault', name: 'vault' },
      tableArn: 'table-arn',
      keyArn: 'key-arn',
    });
    return { state, role };
  }

  it('trusts one service account for one audience, and allows nine calls', async () => {
    const { state, role } = fakeIam();
    expect((await settle(role)).outcome).toBe('created');
    const [trust] = JSON.parse(state.trust ?? '').Statement;
    expect(trust).toMatchObject({
      Principal: { Federated: PROVIDER_ARN },
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          [`${ISSUER}:sub`]: 'system:serviceaccount:vault:vault',
        },
      },
    });
    expect(JSON.parse(state.policy ?? '').Statement).toEqual([
      expect.objectContaining({
        Resource: 'table-arn',
        Action: [
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:DescribeTable',
          'dynamodb:GetItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
      }),
      expect.objectContaining({
        Resource: 'key-arn',
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
      }),
    ]);
    expect((await settle(role)).outcome).toBe('kept');
  });

  it('takes back what was widened', async () => {
    const { state, role } = fakeIam();
    await settle(role);
    const wanted = { ...state };
    state.trust = state.trust?.replace(
      `"${ISSUER}:aud":"sts.amazonaws.com",`,
      '',
    );
    state.policy =
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    expect((await changesOf(role)).map(c => c.field)).toEqual([
      'trust',
      'permissions',
    ]);
    expect((await settle(role)).outcome).toBe('updated');
    expect(state).toEqual(wanted);
  });

  it('leaves a role of others alone', async () => {
    const { state, role } = fakeIam();
    await settle(role);
    state.tags = [{ Key: 'vault-eks.io/cluster', Value: 'demo/other/vault' }];
    expect((await changesOf(role))[0].refusal).toMatch(
      /belongs to the Vault demo\/other\/vault/,
    );
  });

  it('deletes the policy before the role', async () => {
    const { state, role } = fakeIam();
    await settle(role);
    await remove(role);
    expect(state.trust).toBeUndefined();
  });
});
