import { evaluate } from './evaluate';
import { parsePolicy, type PolicyStatement } from './PolicyDocument';

const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault';

function verdict(
  statements: readonly PolicyStatement[],
  conditions: Record<string, string[]> = {},
  action = 'dynamodb:GetItem',
) {
  return evaluate([{ Statement: statements }], {
    action,
    resource: table,
    conditions,
  });
}

const allow = (rest: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'dynamodb:*',
  Resource: '*',
  ...rest,
});

describe('evaluate', () => {
  it.each<[string, PolicyStatement[], string]>([
    ['nothing', [], 'implicitDeny'],
    ['a wildcard', [allow({ Action: 'dynamodb:Get*' })], 'allowed'],
    [
      'capitals of no matter',
      [allow({ Action: 'DynamoDB:getitem' })],
      'allowed',
    ],
    ['another action', [allow({ Action: 'dynamodb:Put*' })], 'implicitDeny'],
    ['the resource', [allow({ Resource: table })], 'allowed'],
    ['another resource', [allow({ Resource: `${table}x` })], 'implicitDeny'],
    [
      'a question mark',
      [allow({ Resource: table.replace('vault', 'vaul?') })],
      'allowed',
    ],
    [
      'a deny over an allow',
      [allow({}), allow({ Effect: 'Deny' })],
      'explicitDeny',
    ],
    [
      'NotAction',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      'allowed',
    ],
    [
      'NotResource',
      [allow({ Resource: undefined, NotResource: table })],
      'implicitDeny',
    ],
  ])('%s', (_what, statements, expected) => {
    expect(verdict(statements)).toBe(expected);
  });

  it.each<[string, Record<string, string[]>, string]>([
    ['StringEquals', { 'aws:requesttag/owner': ['me'] }, 'allowed'],
    ['StringEquals', { 'aws:requesttag/owner': ['you'] }, 'implicitDeny'],
    ['StringEquals', {}, 'implicitDeny'],
    ['StringNotEquals', { 'aws:requesttag/owner': ['you'] }, 'allowed'],
    ['StringNotEquals', {}, 'allowed'],
    ['StringEqualsIfExists', {}, 'allowed'],
    ['StringLike', { 'aws:requesttag/owner': ['me'] }, 'allowed'],
    ['ForAllValues:StringEquals', {}, 'allowed'],
    ['ForAnyValue:StringEquals', {}, 'implicitDeny'],
    [
      'ForAnyValue:StringEquals',
      { 'aws:requesttag/owner': ['you', 'me'] },
      'allowed',
    ],
    ['IpAddress', { 'aws:requesttag/owner': ['me'] }, 'implicitDeny'],
  ])('%s of %j: %s', (operator, conditions, expected) => {
    const statement = allow({
      Condition: { [operator]: { 'aws:RequestTag/owner': 'me' } },
    });
    expect(verdict([statement], conditions)).toBe(expected);
  });

  it.each<[string, string, string, string]>([
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', 'allowed'],
    ['IpAddress', '10.0.0.0/8', '11.1.2.3', 'implicitDeny'],
    ['IpAddress', 'fd00::/8', 'fd00::1', 'allowed'],
    ['NotIpAddress', '10.0.0.0/8', '11.1.2.3', 'allowed'],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', 'allowed'],
    ['DateGreaterThan', '1767225600', '2025-12-31T23:59:59Z', 'implicitDeny'],
    ['DateNotEquals', '2026-01-01T00:00:00Z', '1767225600', 'implicitDeny'],
    ['NumericGreaterThanEquals', '7', '10', 'allowed'],
  ])('%s %s of %s: %s', (operator, wanted, actual, expected) => {
    const statement = allow({ Condition: { [operator]: { 'aws:x': wanted } } });
    expect(verdict([statement], { 'aws:x': [actual] })).toBe(expected);
  });

  it('fills variables in from the request', () => {
    const ofCaller = [
      allow({ Resource: table.replace('vault', '${aws:PrincipalTag/table}') }),
    ];
    const tagged = { 'aws:principaltag/table': ['vault'] };
    expect(verdict(ofCaller, tagged)).toBe('allowed');
    expect(verdict(ofCaller)).toBe('implicitDeny');
    const ofAccount = [
      allow({
        Condition: {
          StringEquals: { 'aws:x': '${aws:PrincipalAccount}' },
        },
      }),
    ];
    const both = { 'aws:x': ['1'], 'aws:principalaccount': ['1'] };
    expect(verdict(ofAccount, both)).toBe('allowed');
    expect(verdict(ofAccount, { 'aws:x': ['1'] })).toBe('implicitDeny');
  });

  it('tells a policy from something else', () => {
    expect(parsePolicy('{"Statement":[]}')).toBeUndefined();
    expect(parsePolicy('{"Statement":{"Effect":"Maybe"}}')).toBeUndefined();
    expect(parsePolicy('nonsense')).toBeUndefined();
    expect(
      parsePolicy(
        '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      )?.Statement,
    ).toHaveLength(1);
  });
});
