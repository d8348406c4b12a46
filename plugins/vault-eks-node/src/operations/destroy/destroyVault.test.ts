import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigReader } from '@backstage/config';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { mockClient } from 'aws-sdk-client-mock';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { DefaultVaultEks } from '../../DefaultVaultEks';

jest.setTimeout(60_000);

const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
const options = {
  signal: new AbortController().signal,
  logger: { info: () => undefined, warn: () => undefined },
};

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('destroyVault', () => {
  const sts = mockClient(STSClient);
  const eks = mockClient(EKSClient);
  const ec2 = mockClient(EC2Client);
  const vaultEks = DefaultVaultEks.create({
    config: new ConfigReader({
      aws: { mainAccount: { accessKeyId: 'a', secretAccessKey: 'b' } },
    }),
    logger: { debug: () => undefined },
  });

  beforeEach(() => {
    [sts, eks, ec2].forEach(mock => mock.reset());
    sts.on(GetCallerIdentityCommand).resolves({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/deployer',
    });
  });
  afterAll(async () => {
    await vaultEks.close();
    [sts, eks, ec2].forEach(mock => mock.restore());
  });

  it('asks nobody when what bears data is not named in full', async () => {
    await expect(
      vaultEks.destroy(spec, { ...options, alsoDelete: { sealKey: 'mine' } }),
    ).rejects.toThrow(/alsoDelete\.sealKey: "mine"/);
    expect(sts.calls()).toHaveLength(0);
    expect(eks.calls()).toHaveLength(0);
  });

  it('says that nothing was deleted where there is no such cluster', async () => {
    eks
      .on(DescribeClusterCommand)
      .rejects(
        Object.assign(new Error('none'), { name: 'ResourceNotFoundException' }),
      );
    await expect(vaultEks.destroy(spec, options)).rejects.toThrow(
      /^Nothing was deleted\. There is no EKS cluster demo/,
    );
    expect(
      await vaultEks.destroy(spec, { ...options, dryRun: true }),
    ).toMatchObject({ plan: { blocked: true } });
  });

  it('deletes nothing while Kubernetes does not answer, and says the way out', async () => {
    eks.on(DescribeClusterCommand).resolves({
      cluster: {
        name: 'demo',
        arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/demo',
        status: 'ACTIVE',
        version: '1.35',
        endpoint: `https://127.0.0.1:${await closedPort()}`,
        certificateAuthority: { data: Buffer.from('ca').toString('base64') },
        identity: { oidc: { issuer: 'https://oidc.eks/id/A' } },
        resourcesVpcConfig: { vpcId: 'vpc-1', subnetIds: ['subnet-1'] },
      },
    });
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId: 'vpc-1' }] });
    ec2.on(DescribeVpcAttributeCommand).resolves({});
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [] });
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [] });
    await expect(vaultEks.destroy(spec, options)).rejects.toThrow(
      /^Nothing was deleted\. The Kubernetes API of demo does not answer .*onlyAws: true/,
    );
  });
});
