import { isRestricted, narrowPolicy, policyChanges } from './endpointPolicy';
import { ROLE_ARN } from './testing/lifecycle';

const document = (...statements: object[]) =>
  JSON.stringify({ Statement: statements });
const OPEN = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

describe('narrowPolicy', () => {
  it('lets the role of Vault call what Vault calls, on its own thing', () => {
    expect(
      narrowPolicy({ service: 'kms', resource: 'key-arn', roleArn: ROLE_ARN }),
    ).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyVault',
          Effect: 'Allow',
          Principal: '*',
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
          Resource: 'key-arn',
          Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } },
        },
      ],
    });
  });

  it('asks no principal of STS, which is asked by nobody known yet', () => {
    const options = { service: 'sts', resource: ROLE_ARN } as const;
    expect(narrowPolicy({ ...options, roleArn: ROLE_ARN })).toMatchObject({
      Statement: [
        {
          Action: ['sts:AssumeRoleWithWebIdentity'],
          Resource: ROLE_ARN,
        },
      ],
    });
    expect(
      JSON.stringify(narrowPolicy({ ...options, roleArn: ROLE_ARN })),
    ).not.toContain('Condition');
  });
});

describe('isRestricted', () => {
  it.each([
    ['no policy', undefined, false],
    ["AWS's default", document(OPEN), false],
    [
      'all of the service',
      document({ ...OPEN, Principal: { AWS: ['*'] }, Action: ['kms:*'] }),
      false,
    ],
    ['another service', document({ ...OPEN, Action: 's3:*' }), true],
    ['a condition', document({ ...OPEN, Condition: {} }), true],
    ['one key', document({ ...OPEN, Resource: 'key-arn' }), true],
    ['one account', document({ ...OPEN, Principal: { AWS: '1' } }), true],
    ['a denial', document(OPEN, { ...OPEN, Effect: 'Deny' }), true],
    ['nothing', document(), true],
    ['no JSON', 'nonsense', true],
  ])('%s', (_, found, restricted) => {
    expect(isRestricted(found, 'kms')).toBe(restricted);
  });
});

describe('policyChanges', () => {
  it('does not mind how AWS writes the same', () => {
    const wanted = narrowPolicy({
      ...{ service: 'sts', resource: ROLE_ARN, roleArn: ROLE_ARN },
    });
    const rewritten = JSON.stringify(wanted).replace(
      '["sts:AssumeRoleWithWebIdentity"]',
      '"sts:AssumeRoleWithWebIdentity"',
    );
    expect(rewritten).not.toBe(JSON.stringify(wanted));
    expect(policyChanges(rewritten, wanted, 'sts')).toEqual([]);
    expect(policyChanges(document(OPEN), 'wide', 'sts')).toEqual([]);
    expect(policyChanges(document(), wanted, 'sts')).toEqual([
      {
        field: 'policy',
        from: 'another policy',
        to: 'the calls of this Vault only',
      },
    ]);
  });
});
