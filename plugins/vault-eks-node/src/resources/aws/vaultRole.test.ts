import {
  CreateRoleCommand,
  DeleteRoleCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  BOUNDARY,
  fakeRole,
  ISSUER,
  PROVIDER_ARN,
} from './__testUtils__/fakeRole';
import {
  awsError,
  changesOf,
  context,
  OWNER,
  OWNERSHIP,
  remove,
  removalOf,
  settle,
  wordsOf,
} from './testing/lifecycle';

const ADOPTING = { named: true, ownership: { ...OWNERSHIP, adopt: true } };
const OTHERS = [{ Key: 'team', Value: 'payments' }];
const ADMIN = {
  PolicyName: 'AdministratorAccess',
  PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};

const trustIn = (state: ReturnType<typeof fakeRole>['state']) =>
  JSON.parse(state.role?.AssumeRolePolicyDocument ?? '{}').Statement;

/** An IAM in which a run has made the role already. */
async function withRole() {
  const iam = fakeRole();
  await settle(iam.vault());
  iam.mock.resetHistory();
  return iam;
}

/** An IAM with a role of others that is as one of ours would be. */
async function withRoleOfOthers() {
  const iam = await withRole();
  iam.state.tags = OTHERS;
  return iam;
}

describe('vaultRole', () => {
  it('trusts one service account for one audience, and allows nine calls', async () => {
    const { state, vault } = fakeRole();
    expect((await settle(vault())).outcome).toBe('created');
    expect(trustIn(state)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: PROVIDER_ARN },
        Action: ['sts:AssumeRoleWithWebIdentity'],
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: 'system:serviceaccount:vault:vault',
          },
        },
      },
    ]);
    const [policy] = Object.values(state.inline);
    expect(JSON.parse(policy).Statement).toEqual([
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
    expect((await settle(vault())).outcome).toBe('kept');
  });

  it('is made with path, boundary, session tags and tags of the spec', async () => {
    const { mock, state, vault } = fakeRole();
    const wanted = vault({
      path: '/platform/',
      permissionsBoundary: BOUNDARY,
      sessionTags: true,
      ownership: { ...OWNERSHIP, tags: { team: 'vault' } },
    });
    await settle(wanted);
    expect(mock.commandCalls(CreateRoleCommand)[0].args[0].input).toMatchObject(
      {
        Path: '/platform/',
        PermissionsBoundary: BOUNDARY,
        Tags: expect.arrayContaining([{ Key: 'team', Value: 'vault' }]),
      },
    );
    expect(trustIn(state)[0].Action).toEqual([
      'sts:AssumeRoleWithWebIdentity',
      'sts:TagSession',
    ]);
    expect((await settle(wanted)).outcome).toBe('kept');
  });

  it('takes back what was widened', async () => {
    const { state, vault } = await withRole();
    const wanted = structuredClone({ ...state, tags: [] });
    state.role!.AssumeRolePolicyDocument =
      state.role?.AssumeRolePolicyDocument?.replace(
        `"${ISSUER}:aud":"sts.amazonaws.com",`,
        '',
      );
    const everything = '{"Statement":{"Effect":"Allow","Action":"*"}}';
    state.inline = { 'vault-storage-and-seal': everything, more: everything };
    state.attached = [ADMIN];
    expect(await wordsOf(vault())).toEqual([
      'trust: another trust policy -> service account vault/vault only',
      'permissions: another policy -> six calls on table-arn, three on key-arn',
      `furtherPolicies: more (inline), ${ADMIN.PolicyArn} (attached) -> none`,
    ]);
    expect((await settle(vault())).outcome).toBe('updated');
    expect({ ...state, tags: [] }).toEqual(wanted);
  });

  it('brings boundary, description and tags to the spec, and takes a boundary off', async () => {
    const { state, vault } = await withRole();
    state.role!.Description = 'something else';
    const bounded = vault({
      permissionsBoundary: BOUNDARY,
      ownership: { ...OWNERSHIP, tags: { team: 'vault' } },
    });
    expect(await wordsOf(bounded)).toEqual([
      'tag team: (absent) -> vault',
      `description: something else -> Storage and seal of the Vault ${OWNER}`,
      `permissionsBoundary: none -> ${BOUNDARY}`,
    ]);
    await settle(bounded);
    expect(state.role?.PermissionsBoundary).toEqual({
      PermissionsBoundaryArn: BOUNDARY,
    });
    expect(state.tags).toContainEqual({ Key: 'team', Value: 'vault' });
    await settle(vault());
    expect(state.role?.PermissionsBoundary).toBeUndefined();
  });

  it('says that the boundary does not exist, and does not wait for it', async () => {
    const unknown = BOUNDARY.replace('bounds', 'typo');
    const message = `role.permissionsBoundary: there is no policy ${unknown}`;
    const { vault } = fakeRole();
    const bounded = vault({ permissionsBoundary: unknown });
    await expect(bounded.create(context())).rejects.toThrow(message);
    await settle(vault());
    await expect(settle(bounded)).rejects.toThrow(message);
  });

  it('cannot move a role to another path', async () => {
    const { vault } = await withRole();
    expect(await changesOf(vault({ path: '/platform/' }))).toMatchObject([
      {
        field: 'path',
        replace: true,
        refusal: expect.stringMatching(/Set role.path: \/, or name another/),
      },
    ]);
  });

  it('never touches a role of others that the spec does not name, nor one of another Vault', async () => {
    const { state, vault } = await withRoleOfOthers();
    expect((await changesOf(vault()))[0].refusal).toMatch(
      /without the tag.*Set role.name: vault-demo.*adopt: true.*another role/,
    );
    state.tags = [{ Key: 'vault-eks.io/cluster', Value: 'demo/other/vault' }];
    expect((await changesOf(vault(ADOPTING)))[0].refusal).toMatch(
      /belongs to the Vault demo\/other\/vault/,
    );
  });

  it('uses a role of others that fits as it is', async () => {
    const { state, vault } = await withRoleOfOthers();
    state.role!.AssumeRolePolicyDocument = JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: [PROVIDER_ARN] },
        Action: 'sts:*',
        Condition: {
          StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:vault:*' },
        },
      },
    });
    const before = structuredClone(state);
    expect((await settle(vault({ named: true }))).outcome).toBe('adopted');
    expect(state).toEqual(before);
    expect(await removalOf(vault({ named: true }))).toMatchObject({
      verb: 'keep',
    });
  });

  it('names what a role of others lacks', async () => {
    const { state, vault } = await withRoleOfOthers();
    state.denied = ['dynamodb:Query', 'kms:Decrypt'];
    const used = vault({
      named: true,
      serviceAccount: { namespace: 'vault', name: 'other' },
    });
    const [trust, permissions] = await changesOf(used);
    expect(trust.refusal).toMatch(
      /does not let the service account vault\/other in .*Set adopt: true/,
    );
    expect(permissions.refusal).toMatch(
      /do not allow dynamodb:Query, kms:Decrypt on the table and the key.*Set adopt: true/,
    );
    state.denied = ['kms:Decrypt'];
    expect(await changesOf(vault({ named: true, namedByKey: true }))).toEqual(
      [],
    );
  });

  it('says that it cannot know what a role of others may do', async () => {
    const { mock, vault } = await withRoleOfOthers();
    mock.on(SimulatePrincipalPolicyCommand).rejects(awsError('AccessDenied'));
    const lines: string[] = [];
    const used = vault({ named: true });
    const observed = await used.observe({
      ...context(),
      log: line => lines.push(line),
    });
    expect(observed && used.diff(observed)).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('unknown')]);
  });

  it('takes it over when the spec says so, and never deletes it', async () => {
    const { state, vault } = await withRoleOfOthers();
    state.attached = [ADMIN];
    const adopted = vault(ADOPTING);
    expect(await wordsOf(adopted)).toEqual([
      `owner: (not ours) -> ${OWNER}`,
      `furtherPolicies: ${ADMIN.PolicyArn} (attached) -> none`,
    ]);
    expect((await settle(adopted)).outcome).toBe('adopted');
    expect(state.attached).toEqual([]);
    expect(state.tags).toEqual(
      expect.arrayContaining([
        ...OTHERS,
        { Key: 'vault-eks.io/cluster', Value: OWNER },
      ]),
    );
    expect(await removalOf(adopted)).toMatchObject({ verb: 'keep' });
  });

  it('deletes all policies before the role, and finishes what was begun', async () => {
    const { state, vault } = await withRole();
    state.attached = [ADMIN];
    state.inline = { more: '{}' };
    expect(await removalOf(vault())).toEqual({ verb: 'delete' });
    await remove(vault());
    expect(state).toMatchObject({ role: undefined, inline: {}, attached: [] });
  });

  it('takes off what is put on the role meanwhile, and waits until IAM knows that it is off', async () => {
    const { mock, state, vault } = await withRole();
    mock
      .on(DeleteRoleCommand)
      .callsFakeOnce(() => {
        state.attached = [ADMIN];
        throw awsError('DeleteConflict');
      })
      .rejectsOnce(awsError('DeleteConflictException'))
      .callsFake(() => {
        expect(state.attached).toEqual([]);
        state.role = undefined;
        return {};
      });
    await remove(vault());
    expect(state.role).toBeUndefined();
    expect(mock.commandCalls(DeleteRoleCommand)).toHaveLength(3);
  });
});
