import { logFindings } from './logFindings';

const ref = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};
const KEY =
  'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const found = (line: string, pod = 'vault-1') =>
  logFindings(
    [
      { pod: 'vault-0', lines: ['[INFO]  core: fine'] },
      { pod, lines: [line] },
    ],
    ref,
  );

describe('logFindings', () => {
  it.each([
    [
      `[WARN]  failed to unseal core: error="operation error KMS: Decrypt, https response error StatusCode: 400, RequestID: 1, DisabledException: ${KEY} is disabled."`,
      'seal-key-unusable',
    ],
    [
      `[WARN]  failed to unseal core: error="operation error KMS: Decrypt, https response error StatusCode: 400, RequestID: 1, KMSInvalidStateException: ${KEY} is pending deletion."`,
      'seal-key-unusable',
    ],
    [
      `[WARN]  failed to unseal core: error="operation error KMS: Decrypt, AccessDeniedException: User: x is not authorized to perform: kms:Decrypt on resource: ${KEY}"`,
      'seal-key-denied',
    ],
    [
      '[ERROR] core: failed to audit request: path=auth/kubernetes/login',
      'audit-device-failing',
    ],
    [
      'error writing file for sink "/vault/audit/audit.log": write /vault/audit/audit.log: no space left on device',
      'audit-device-failing',
    ],
    [
      '[ERROR] core: failed to lookup token: error="ProvisionedThroughputExceededException: The level of"',
      'storage-throttled',
    ],
  ])('reads %s as %s', (line, id) => {
    expect(found(line).map(finding => finding.id)).toEqual([id]);
    expect(found(line)[0].what).toMatch(/vault-1/);
  });

  it('names the key and how to enable it, and quotes no line', () => {
    const [finding] = found(
      `DisabledException: ${KEY} is disabled. secret-of-line`,
    );

    expect(finding.fix).toMatch(
      `aws kms enable-key --key-id ${KEY} --region eu-west-1`,
    );
    expect(JSON.stringify(finding)).not.toMatch(/secret-of-line/);
  });

  it('gives no command that cannot be typed when no line names the key', () => {
    const [finding] = found('[WARN] failed to unseal core: DisabledException');

    expect(finding.what).toMatch(/^The KMS key of the seal is disabled/);
    expect(finding.fix).toMatch(/--key-id <seal key> --region eu-west-1/);
  });

  it('says one thing once for all pods', () => {
    const lines = ['[ERROR] core: failed to audit request: path=sys/mounts'];

    expect(
      logFindings(
        [
          { pod: 'vault-0', lines },
          { pod: 'vault-1', lines },
        ],
        ref,
      ).map(({ what }) => what),
    ).toEqual([expect.stringMatching(/^vault-0, vault-1 cannot write/)]);
  });

  it('is content with an ordinary log', () => {
    expect(found('[INFO]  core: vault is unsealed')).toEqual([]);
  });
});
