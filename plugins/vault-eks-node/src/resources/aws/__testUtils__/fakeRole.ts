import {
  AttachedPolicy,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  Role,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import type { AwsTag } from '../ownership';
import { ACCOUNT, awsError, OWNERSHIP, ROLE_ARN } from '../testing/lifecycle';
import { vaultRole } from '../vaultRole';
import type { VaultRoleOptions } from '../vaultRoleChanges';

export const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/bounds`;

/** The items one a page, as IAM marks pages. */
function page<T>(items: readonly T[], Marker: string | undefined) {
  const at = Number(Marker ?? 0);
  const IsTruncated = at + 1 < items.length;
  return {
    items: items.slice(at, at + 1),
    rest: { IsTruncated, Marker: IsTruncated ? String(at + 1) : undefined },
  };
}

/** An IAM with one role or none, whose lists have one thing a page, and one policy that can be a boundary. */
export function fakeRole() {
  const client = new IAMClient({});
  const mock = mockClient(client);
  const state: {
    role?: Omit<Role, 'RoleId' | 'CreateDate' | 'RoleName'>;
    inline: Record<string, string>;
    attached: AttachedPolicy[];
    tags: AwsTag[];
    /** Calls that the simulator denies. */
    denied: string[];
  } = { inline: {}, attached: [], tags: [], denied: [] };
  const role = () => {
    if (!state.role) {
      throw awsError(
        'NoSuchEntityException',
        'The role with name vault-demo cannot be found.',
      );
    }
    return state.role;
  };
  const bound = (boundary: string | undefined) => {
    if (boundary && boundary !== BOUNDARY) {
      throw awsError(
        'NoSuchEntityException',
        `Scope ARN: ${boundary} does not exist or is not attachable.`,
      );
    }
    return boundary ? { PermissionsBoundaryArn: boundary } : undefined;
  };
  mock.on(GetRoleCommand).callsFake(({ RoleName }) => {
    const { AssumeRolePolicyDocument = '', ...rest } = role();
    return {
      Role: {
        ...rest,
        RoleName,
        // As IAM answers.
        AssumeRolePolicyDocument: encodeURIComponent(AssumeRolePolicyDocument),
        Tags: state.tags,
      },
    };
  });
  mock.on(GetRolePolicyCommand).callsFake(({ PolicyName }) => {
    if (!state.inline[PolicyName]) {
      throw awsError('NoSuchEntityException');
    }
    return { PolicyDocument: encodeURIComponent(state.inline[PolicyName]) };
  });
  mock.on(ListRolePoliciesCommand).callsFake(({ Marker }) => {
    const { items, rest } = page(Object.keys(state.inline), Marker);
    return { PolicyNames: items, ...rest };
  });
  mock.on(ListAttachedRolePoliciesCommand).callsFake(({ Marker }) => {
    const { items, rest } = page(state.attached, Marker);
    return { AttachedPolicies: items, ...rest };
  });
  mock.on(CreateRoleCommand).callsFake(input => {
    const { Path = '/', Description, PermissionsBoundary } = input;
    state.role = {
      ...{ Path, Description, Arn: ROLE_ARN },
      AssumeRolePolicyDocument: input.AssumeRolePolicyDocument,
      PermissionsBoundary: bound(PermissionsBoundary),
    };
    state.tags = input.Tags;
    return {};
  });
  mock.on(TagRoleCommand).callsFake(({ Tags }) => {
    const keys = Tags.map((tag: AwsTag) => tag.Key);
    state.tags = [...state.tags.filter(t => !keys.includes(t.Key)), ...Tags];
    return {};
  });
  mock.on(UpdateAssumeRolePolicyCommand).callsFake(({ PolicyDocument }) => {
    role().AssumeRolePolicyDocument = PolicyDocument;
    return {};
  });
  mock.on(UpdateRoleDescriptionCommand).callsFake(({ Description }) => {
    role().Description = Description;
    return {};
  });
  mock
    .on(PutRolePermissionsBoundaryCommand)
    .callsFake(({ PermissionsBoundary }) => {
      role().PermissionsBoundary = bound(PermissionsBoundary);
      return {};
    });
  mock.on(DeleteRolePermissionsBoundaryCommand).callsFake(() => {
    role().PermissionsBoundary = undefined;
    return {};
  });
  mock.on(PutRolePolicyCommand).callsFake(({ PolicyName, PolicyDocument }) => {
    state.inline[PolicyName] = PolicyDocument;
    return {};
  });
  mock.on(DeleteRolePolicyCommand).callsFake(({ PolicyName }) => {
    if (!state.inline[PolicyName]) {
      throw awsError('NoSuchEntityException');
    }
    delete state.inline[PolicyName];
    return {};
  });
  mock.on(DetachRolePolicyCommand).callsFake(({ PolicyArn }) => {
    state.attached = state.attached.filter(p => p.PolicyArn !== PolicyArn);
    return {};
  });
  mock.on(DeleteRoleCommand).callsFake(() => {
    role();
    if (Object.keys(state.inline).length + state.attached.length > 0) {
      throw awsError('DeleteConflictException');
    }
    state.role = undefined;
    return {};
  });
  mock.on(SimulatePrincipalPolicyCommand).callsFake(input => {
    const { items, rest } = page<string>(input.ActionNames, input.Marker);
    return {
      EvaluationResults: items.map(EvalActionName => ({
        EvalActionName,
        EvalDecision: state.denied.includes(EvalActionName)
          ? 'implicitDeny'
          : 'allowed',
      })),
      ...rest,
    };
  });
  const vault = (overrides: Partial<VaultRoleOptions> = {}) =>
    vaultRole({
      client,
      name: 'vault-demo',
      named: false,
      arn: ROLE_ARN,
      path: '/',
      sessionTags: false,
      ownership: OWNERSHIP,
      provider: { arn: PROVIDER_ARN, issuer: ISSUER },
      serviceAccount: { namespace: 'vault', name: 'vault' },
      tableArn: 'table-arn',
      keyArn: 'key-arn',
      namedByKey: false,
      ...overrides,
    });
  return { mock, state, vault };
}
