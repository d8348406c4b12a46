import { parseSpec } from '../parseSpec';
import type { VaultClusterSpecInput } from '../VaultClusterSpec';

type Input = Omit<VaultClusterSpecInput, 'cluster' | 'region'>;

const parse = (region: string, input: Input) =>
  parseSpec({ cluster: 'demo', region, ...input });

const KEY =
  'kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ROLE = 'iam::111122223333:role/somebody';
const POLICY = 'iam::111122223333:policy/workloads';

describe('refuseInPartitions', () => {
  it.each<[string, Input]>([
    [
      'storage.encryptionKey',
      {
        storage: {
          encryption: 'customer-key',
          encryptionKey: `arn:aws:${KEY}`,
        },
      },
    ],
    ['seal.keyId', { seal: { key: 'existing', keyId: `arn:aws:${KEY}` } }],
    [
      'seal.breakGlassPrincipals',
      { seal: { breakGlassPrincipals: [`arn:aws:${ROLE}`] } },
    ],
    [
      'role.permissionsBoundary',
      { role: { permissionsBoundary: `arn:aws:${POLICY}` } },
    ],
    ['custody.kmsKeyId', { custody: { kmsKeyId: `arn:aws:${KEY}` } }],
    ['admin.awsPrincipals', { admin: { awsPrincipals: [`arn:aws:${ROLE}`] } }],
  ])('refuses an ARN of another partition in %s', (field, input) => {
    expect(() => parse('cn-north-1', input)).toThrow(
      new RegExp(
        `${field}: arn:aws:\\S+ is in the partition aws, and cn-north-1 in aws-cn; name one that begins with arn:aws-cn:`,
      ),
    );
    const right = JSON.parse(
      JSON.stringify(input).replaceAll('arn:aws:', 'arn:aws-cn:'),
    );
    expect(() => parse('cn-north-1', right)).not.toThrow();
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['eu-west-1', 'aws'],
  ])('knows that %s is in %s', (region, partition) => {
    const boundary = (prefix: string) =>
      parse(region, { role: { permissionsBoundary: `${prefix}:${POLICY}` } });
    expect(() => boundary(`arn:${partition}`)).not.toThrow();
    expect(() => boundary('arn:aws-iso')).toThrow(`arn:${partition}:`);
  });

  it('refuses copies of the recovery keys in another partition', () => {
    expect(() =>
      parse('eu-west-1', {
        custody: { replicaRegions: ['eu-central-1', 'cn-north-1'] },
      }),
    ).toThrow(/custody.replicaRegions: cn-north-1 is not in the partition aws/);
  });

  it('refuses a boundary of another account, and takes one of AWS', () => {
    const boundary = (owner: string) =>
      parse('eu-west-1', {
        account: '111122223333',
        role: { permissionsBoundary: `arn:aws:iam::${owner}:policy/workloads` },
      });
    expect(() => boundary('444455556666')).toThrow(
      /role.permissionsBoundary: the policy is of account 444455556666, the cluster of 111122223333/,
    );
    expect(() => boundary('111122223333')).not.toThrow();
    expect(() => boundary('aws')).not.toThrow();
  });
});
