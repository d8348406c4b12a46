import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { describeCluster } from './describeCluster';

function setUp() {
  const eks = new EKSClient({ region: 'eu-west-1' });
  const mock = mockClient(eks);
  const describe = () =>
    describeCluster({
      aws: { eks, account: '111122223333', region: 'eu-west-1' },
      name: 'demo',
    });
  return { mock, describe };
}

const cluster = {
  name: 'demo',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/demo',
  status: 'ACTIVE' as const,
  version: '1.35',
  endpoint: 'https://api',
  certificateAuthority: { data: 'Q0E=' },
  identity: { oidc: { issuer: 'https://issuer' } },
  resourcesVpcConfig: {
    vpcId: 'vpc-1',
    subnetIds: ['subnet-1'],
    clusterSecurityGroupId: 'sg-1',
    endpointPublicAccess: true,
    endpointPrivateAccess: false,
    publicAccessCidrs: ['198.51.100.0/24'],
  },
  accessConfig: { authenticationMode: 'API' as const },
};

describe('describeCluster', () => {
  it('reads what is needed of a cluster', async () => {
    const { mock, describe: read } = setUp();
    mock.on(DescribeClusterCommand).resolves({ cluster });
    expect(await read()).toMatchObject({
      name: 'demo',
      region: 'eu-west-1',
      caData: 'Q0E=',
      oidcIssuer: 'https://issuer',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      authenticationMode: 'API',
      endpointAccess: { fromInternet: true, fromVpc: false, limited: true },
      autoModeVolumes: false,
    });
  });

  it('says where it looked for a cluster that does not exist', async () => {
    const { mock, describe: read } = setUp();
    mock
      .on(DescribeClusterCommand)
      .rejects(
        Object.assign(new Error(), { name: 'ResourceNotFoundException' }),
      );
    await expect(read()).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringMatching(
        /no EKS cluster demo in account 111122223333, region eu-west-1/,
      ),
    });
  });

  it('asks to wait for a cluster without an API server', async () => {
    const { mock, describe: read } = setUp();
    mock.on(DescribeClusterCommand).resolves({
      cluster: { ...cluster, status: 'CREATING', endpoint: undefined },
    });
    await expect(read()).rejects.toThrow(/CREATING.*Wait until it is ACTIVE/);
  });
});
