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
