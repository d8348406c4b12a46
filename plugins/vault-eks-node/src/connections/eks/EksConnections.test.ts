import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigReader } from '@backstage/config';
import { mockClient } from 'aws-sdk-client-mock';
import { AwsConnections } from '../aws';
import { EksConnections } from './EksConnections';

const SCOPE = { cluster: 'demo', region: 'eu-west-1' };

describe('EksConnections', () => {
  const sts = mockClient(STSClient);
  const eks = mockClient(EKSClient);
  const { signal } = new AbortController();

  const describeAs = (endpoint: string) =>
    eks.on(DescribeClusterCommand).resolves({
      cluster: {
        name: 'demo',
        arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/demo',
        status: 'ACTIVE',
        version: '1.35',
        endpoint,
        certificateAuthority: { data: 'Q0E=' },
        resourcesVpcConfig: { vpcId: 'vpc-1' },
      },
    });

  beforeEach(() => {
    sts.reset();
    eks.reset();
    sts
      .on(GetCallerIdentityCommand)
      .resolves({ Account: '111122223333', Arn: 'arn' });
    describeAs('https://one');
  });
  afterAll(() => {
    sts.restore();
    eks.restore();
  });

  const create = (vaultEks: object = {}) => {
    const lines: string[] = [];
    const connections = new EksConnections({
      aws: AwsConnections.create({
        config: new ConfigReader({
          vaultEks,
          aws: { mainAccount: { accessKeyId: 'a', secretAccessKey: 'b' } },
        }),
      }),
      log: line => lines.push(line),
    });
    return { connections, lines };
  };

  it('gives those who ask at once the same connection to the API server', async () => {
    const { connections, lines } = create();
    const found = await Promise.all(
      [1, 2, 3].map(() => connections.connect(SCOPE, { signal })),
    );
    expect(new Set(found.map(({ kubernetes }) => kubernetes)).size).toBe(1);
    expect(lines).toEqual([
      'Connects to arn:aws:eks:eu-west-1:111122223333:cluster/demo at https://one',
    ]);
    await connections.close();
  });

  it('trusts what it knows for a while, unless it is asked to look again', async () => {
    const { connections } = create();
    const { kubernetes } = await connections.connect(SCOPE, { signal });
    await connections.connect(SCOPE, { signal });
    expect(eks.calls()).toHaveLength(1);
    const same = await connections.connect(SCOPE, { signal, fresh: true });
    expect(eks.calls()).toHaveLength(2);
    expect(same.kubernetes).toBe(kubernetes);
    describeAs('https://two');
    const moved = await connections.connect(SCOPE, { signal, fresh: true });
    expect(moved.kubernetes.endpoint).toBe('https://two');
    await connections.close();
  });

  it('calls nobody for a region that is not allowed', async () => {
    const { connections } = create({ regions: ['eu-north-1'] });
    await expect(connections.connect(SCOPE, { signal })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect([...sts.calls(), ...eks.calls()]).toEqual([]);
  });

  it('ends every connection on close', async () => {
    const { connections } = create();
    const { kubernetes, aws } = await connections.connect(SCOPE, { signal });
    const ended = [
      jest.spyOn(kubernetes, 'close'),
      jest.spyOn(aws.eks, 'destroy'),
    ];
    await connections.close();
    ended.forEach(end => expect(end).toHaveBeenCalledTimes(1));
  });
});
