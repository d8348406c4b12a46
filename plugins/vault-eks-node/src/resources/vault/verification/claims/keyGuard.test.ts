import { sealKeyPolicy } from '../../../aws/sealKeyPolicy';
import { guardOf } from './keyGuard';

const ours = (breakGlassPrincipals: string[], guarded = true) =>
  JSON.stringify(
    sealKeyPolicy({
      account: '111122223333',
      region: 'eu-west-1',
      roleArn: 'arn:aws:iam::111122223333:role/vault',
      breakGlassPrincipals,
      guarded,
    }),
  );
const deny = (statement: object) =>
  JSON.stringify({
    Statement: { Effect: 'Deny', Principal: '*', ...statement },
  });
const BOTH = ['kms:ScheduleKeyDeletion', 'kms:DisableKey'];

describe('guardOf', () => {
  it('knows the policy that the product writes', () => {
    const admin = 'arn:aws:iam::111122223333:role/break-glass';
    expect(guardOf(ours([]))).toEqual({ exempt: [] });
    expect(guardOf(ours([admin]))).toEqual({ exempt: [admin] });
    expect(guardOf(ours([], false))).toBeUndefined();
  });

  it.each<[string, object]>([
    ['both by name', { Action: BOTH }],
    ['a pattern', { Action: 'kms:*', Principal: { AWS: '*' } }],
    ['a pattern of each', { Action: ['kms:Disable*', 'kms:Schedule*'] }],
    ['a pattern with an end', { Action: ['kms:*KeyDeletion', 'KMS:D*Key'] }],
  ])('takes %s', (_, statement) => {
    expect(guardOf(deny(statement))).toEqual({ exempt: [] });
  });

  it.each<[string, object]>([
    ['only one of the two', { Action: 'kms:DisableKey' }],
    [
      'a pattern that ends otherwise',
      { Action: ['kms:DisableKey', 'kms:Schedule*Rotation', 'kms:*Key'] },
    ],
    [
      'somebody only',
      { Action: BOTH, Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
    ],
    [
      'a time only',
      {
        Action: BOTH,
        Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01' } },
      },
    ],
    ['an allowance', { Action: BOTH, Effect: 'Allow' }],
  ])('does not take %s', (_, statement) => {
    expect(guardOf(deny(statement))).toBeUndefined();
  });

  it('takes no text that is no policy', () => {
    expect(guardOf('')).toBeUndefined();
    expect(guardOf('{"Statement":"none"}')).toBeUndefined();
  });
});
