import { adviceFor } from './adviceFor';
import { resourceNamedIn } from './resourceNamedIn';

const failure = (name: string, more: object = {}) =>
  Object.assign(new Error('as AWS says'), { name }, more);

describe('adviceFor', () => {
  it.each([
    [failure('AccessDeniedException'), /^Allow "kms:CreateKey" /],
    [
      failure('AccessDeniedException', {
        message:
          'User: arn:aws:iam::1:user/u is not authorized to perform: kms:TagResource because no identity-based policy allows it',
      }),
      /^Allow "kms:TagResource" /,
    ],
    [failure('ExpiredToken'), /credentials of the backend/],
    [failure('RequestLimitExceeded'), /throttles/],
    [failure('LimitExceededException'), /quota/],
    [failure('VpcEndpointLimitExceeded'), /quota/],
    [failure('ServiceQuotaExceededException'), /quota/],
    [failure('MalformedPolicyDocumentException'), /principal/],
    [failure('ResourceInUseException'), /wait/],
    [failure('DeleteConflict'), /still uses it/],
    [failure('OptInRequired'), /Enable the region/],
    [failure('UnansweredCallError'), /may have had its effect/],
    [failure('TimeoutError'), /could not be reached/],
    [failure('Error', { code: 'ECONNREFUSED' }), /could not be reached/],
    [
      failure('InternalFailure', { $metadata: { httpStatusCode: 500 } }),
      /AWS itself failed/,
    ],
    [
      failure('ServiceUnavailable', { $metadata: { httpStatusCode: 503 } }),
      /AWS itself failed/,
    ],
  ])('%s: %s', (error, advice) => {
    expect(adviceFor(error, 'kms:CreateKey')).toMatch(advice);
  });

  it('says nothing of what it does not know', () => {
    const error = failure('ValidationException', {
      $metadata: { httpStatusCode: 400 },
    });
    expect(adviceFor(error, 'kms:CreateKey')).toBeUndefined();
  });
});

describe('resourceNamedIn', () => {
  it.each([
    [{ TableName: 't' }, 't'],
    [{ KeyId: 'k', PolicyName: 'default', Policy: '{}' }, 'k'],
    [{ RoleName: 'r', AssumeRolePolicyDocument: '{}' }, 'r'],
    [{ SecretId: 's', SecretString: 'hvs.secret' }, 's'],
    [{ Name: 's', SecretString: 'hvs.secret' }, 's'],
    [{ VpcEndpointIds: ['vpce-1', 'vpce-2'] }, 'vpce-1, vpce-2'],
    [{ clusterName: 'demo' }, 'demo'],
    [{ clusterName: 'demo', addonName: 'csi' }, 'csi of demo'],
    [{ SecretString: 'hvs.secret', Plaintext: new Uint8Array(1) }, undefined],
    [{}, undefined],
  ])('of %j is %s', (input, name) => {
    expect(resourceNamedIn(input)).toBe(name);
  });
});
