import { canonicalPrincipal, isAmong } from './canonicalPrincipal';

const ACCOUNT = '111122223333';

describe('canonicalPrincipal', () => {
  it.each([
    [
      `arn:aws:iam::${ACCOUNT}:role/admins`,
      `arn:aws:iam::${ACCOUNT}:role/admins`,
    ],
    [
      `arn:aws:iam::${ACCOUNT}:role/teams/platform/admins`,
      `arn:aws:iam::${ACCOUNT}:role/admins`,
    ],
    [
      `arn:aws:sts::${ACCOUNT}:assumed-role/admins/jane@example.com`,
      `arn:aws:iam::${ACCOUNT}:role/admins`,
    ],
    [
      `arn:aws-us-gov:iam::${ACCOUNT}:user/people/jane`,
      `arn:aws-us-gov:iam::${ACCOUNT}:user/jane`,
    ],
  ])('%s is bound as %s', (arn, bound) => {
    expect(canonicalPrincipal(arn)).toBe(bound);
  });

  it.each([`arn:aws:iam::${ACCOUNT}:root`, 'arn:aws:s3:::bucket', 'jane'])(
    'refuses %s',
    arn => {
      expect(() => canonicalPrincipal(arn)).toThrow(/neither an IAM role/);
    },
  );
});

describe('isAmong', () => {
  const admins = [`arn:aws:iam::${ACCOUNT}:role/teams/admins`];
  it.each([
    [`arn:aws:sts::${ACCOUNT}:assumed-role/admins/session`, true],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/portal/admins`, false],
    [`arn:aws:sts::999999999999:assumed-role/admins/session`, false],
    [`arn:aws:iam::${ACCOUNT}:user/admins`, false],
    [`arn:aws:iam::${ACCOUNT}:root`, false],
  ])('%s: %s', (caller, expected) => {
    expect(isAmong(caller, admins)).toBe(expected);
  });
});
