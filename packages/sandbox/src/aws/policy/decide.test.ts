import { refusalOf, type Subject } from './decide';
import type { IdentityPolicies, PolicyStatement } from './PolicyDocument';

const account = '111122223333';
const request = { action: 'kms:Encrypt', resource: 'key' };
const allow: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
const deny: PolicyStatement = { ...allow, Effect: 'Deny' };
const documents = (...statements: PolicyStatement[]) => [
  { Statement: statements },
];

const roleArn = `arn:aws:iam::${account}:role/vault`;
const sessionArn = `arn:aws:sts::${account}:assumed-role/vault/pod`;

function subject(permissions: Partial<IdentityPolicies>): Subject {
  return {
    account,
    arn: sessionArn,
    userId: '',
    principalArn: roleArn,
    permissions: () => ({ identity: [], ...permissions }),
  };
}

function refused(
  permissions: Partial<IdentityPolicies>,
  resource?: { readonly by: string; readonly statement?: PolicyStatement },
  needsDelegation = false,
) {
  const refusal = refusalOf({
    subject: subject(permissions),
    request,
    needsDelegation,
    resourcePolicy: resource && {
      Statement: [
        { ...(resource.statement ?? allow), Principal: { AWS: resource.by } },
      ],
    },
  });
  return refusal && `${refusal.verdict} ${refusal.by}`;
}

describe('IAM within one account', () => {
  const all = documents(allow);
  const none = documents();
  const root = `arn:aws:iam::${account}:root`;

  it('needs identity, boundary and session to allow', () => {
    expect(refused({})).toBe('implicitDeny identity-based policy');
    expect(refused({ identity: all })).toBeUndefined();
    expect(refused({ identity: all, boundary: none })).toBe(
      'implicitDeny permissions boundary',
    );
    expect(refused({ identity: all, boundary: all, session: none })).toBe(
      'implicitDeny session policy',
    );
    expect(refused({ boundary: all, session: all })).toBe(
      'implicitDeny identity-based policy',
    );
  });

  it('lets a deny win, wherever it stands', () => {
    expect(refused({ identity: documents(allow, deny) })).toBe(
      'explicitDeny identity-based policy',
    );
    expect(refused({ identity: all, boundary: documents(allow, deny) })).toBe(
      'explicitDeny permissions boundary',
    );
    for (const by of [roleArn, sessionArn, root, '*']) {
      expect(refused({ identity: all }, { by, statement: deny })).toBe(
        'explicitDeny resource-based policy',
      );
    }
  });

  it('lets the policy of a resource allow a role within its boundary, and one session beyond it', () => {
    expect(refused({}, { by: roleArn })).toBeUndefined();
    expect(refused({ boundary: none }, { by: roleArn })).toBe(
      'implicitDeny permissions boundary',
    );
    expect(refused({ boundary: none }, { by: sessionArn })).toBeUndefined();
  });

  it('asks for delegation where the resource has the first word', () => {
    expect(refused({ identity: all }, { by: root }, true)).toBeUndefined();
    expect(refused({}, { by: root }, true)).toBe(
      'implicitDeny identity-based policy',
    );
    expect(
      refused({ identity: all }, { by: 'arn:aws:iam::1:root' }, true),
    ).toBe('implicitDeny resource-based policy');
    expect(refused({}, { by: root })).toBe(
      'implicitDeny identity-based policy',
    );
  });

  it('reads NotPrincipal as everybody else', () => {
    const policy = (named: string) => ({
      Statement: [{ ...deny, NotPrincipal: { AWS: [named, sessionArn] } }],
    });
    const of = (named: string, arn: string) =>
      refusalOf({
        subject: { ...subject({ identity: all }), arn, principalArn: arn },
        request,
        resourcePolicy: policy(named),
      })?.verdict;
    expect(of(roleArn, roleArn)).toBeUndefined();
    expect(of(roleArn, `${roleArn}-other`)).toBe('explicitDeny');
  });
});
