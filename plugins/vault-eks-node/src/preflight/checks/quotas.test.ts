import { DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { preflightContext, World } from '../__testUtils__/preflightContext';
import { quotas } from './quotas';

const endpoint = (owner?: string) => ({
  VpcEndpointType: 'Interface' as const,
  Tags: owner ? [{ Key: 'vault-eks.io/cluster', Value: owner }] : [],
});

function withEndpoints(count: number, owned: number, world: World = {}) {
  const ctx = preflightContext(world);
  const all = [
    ...Array.from({ length: owned }, () => endpoint(ctx.ownership.owner)),
    ...Array.from({ length: count - owned }, () => endpoint()),
    { VpcEndpointType: 'Gateway' as const },
  ];
  // Two pages.
  ctx.mocks.ec2
    .on(DescribeVpcEndpointsCommand)
    .callsFake(({ NextToken }) =>
      NextToken
        ? { VpcEndpoints: all.slice(20) }
        : { VpcEndpoints: all.slice(0, 20), NextToken: 'more' },
    );
  return quotas.run(ctx);
}

describe('quotas', () => {
  it('has room for the endpoints up to the fiftieth', async () => {
    expect(await withEndpoints(48, 0)).toEqual([]);
    expect(await withEndpoints(49, 0)).toEqual([
      expect.objectContaining({
        id: 'endpoint-quota',
        what: 'vpc-1 has 49 interface endpoints, and 2 more are wanted.',
      }),
    ]);
  });

  it('does not count its own twice, nor those that nobody wants', async () => {
    expect(await withEndpoints(50, 2)).toEqual([]);
    expect(
      await withEndpoints(50, 0, {
        spec: { endpoints: { kms: 'none', sts: 'existing' } },
      }),
    ).toEqual([]);
  });

  it('has no room for a role', async () => {
    const ctx = preflightContext();
    ctx.mocks.iam
      .on(GetAccountSummaryCommand)
      .resolves({ SummaryMap: { Roles: 1000, RolesQuota: 1000 } });
    expect(await quotas.run(ctx)).toEqual([
      expect.objectContaining({ id: 'role-quota', severity: 'warning' }),
    ]);
  });
});
