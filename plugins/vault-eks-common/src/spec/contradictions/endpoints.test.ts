import { parseSpec } from '../parseSpec';
import type { VaultClusterSpecInput } from '../VaultClusterSpec';

const parse = (endpoints: VaultClusterSpecInput['endpoints']) =>
  parseSpec({ cluster: 'demo', region: 'eu-west-1', endpoints });

const SUBNET = 'subnet-0123456789abcdef0';
const TABLE = 'rtb-0123456789abcdef0';
const NONE = { dynamodb: 'none', kms: 'none', sts: 'none' } as const;

describe('refuseInEndpoints', () => {
  it('takes the defaults', () => {
    expect(parse({}).endpoints).toMatchObject({
      privateDns: true,
      policy: 'wide',
    });
  });

  it('takes places only for what is made there, once each', () => {
    expect(() => parse({ ...NONE, subnetIds: [SUBNET] })).toThrow(
      /endpoints.subnetIds: no interface endpoint is made; leave it out/,
    );
    expect(() =>
      parse({ types: { dynamodb: 'interface' }, routeTableIds: [TABLE] }),
    ).toThrow(/endpoints.routeTableIds: only a gateway endpoint/);
    expect(() => parse({ subnetIds: [SUBNET, SUBNET] })).toThrow(
      /endpoints.subnetIds: subnet-0123456789abcdef0 is named twice/,
    );
  });

  it('knows no gateway of KMS', () => {
    expect(() => parse({ types: { kms: 'gateway' } })).toThrow(
      /endpoints.types.kms: AWS has gateway endpoints for S3 and DynamoDB only/,
    );
  });

  it.each([
    ['a gateway', { ...NONE, dynamodb: 'create' }],
    ['private DNS', { ...NONE, kms: 'create' }],
  ] as const)(
    'wants a narrow policy acknowledged that others feel through %s',
    (_, made) => {
      const narrow = { ...made, policy: 'narrow' } as const;
      expect(() => parse(narrow)).toThrow(
        /endpoints.policy: .*acknowledgeNarrowPolicy: true/,
      );
      expect(
        parse({ ...narrow, acknowledgeNarrowPolicy: true }).endpoints.policy,
      ).toBe('narrow');
    },
  );

  it.each([
    ['KMS by its own name', { ...NONE, kms: 'create', privateDns: false }],
    [
      'DynamoDB by an interface',
      { ...NONE, dynamodb: 'create', types: { dynamodb: 'interface' } },
    ],
    ['an endpoint of others', { ...NONE, kms: 'existing' }],
  ] as const)('takes a narrow policy that nobody else feels: %s', (_, made) => {
    expect(parse({ ...made, policy: 'narrow' }).endpoints.policy).toBe(
      'narrow',
    );
  });
});
