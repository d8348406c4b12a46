import type { KubernetesObject } from '@kubernetes/client-node';
import { preflightContext, World } from '../__testUtils__/preflightContext';
import { volumeDriver } from './volumeDriver';

const findings = (world: World) => volumeDriver.run(preflightContext(world));
const driver = (name: string): Record<string, KubernetesObject> => ({
  [`CSIDriver ${name}`]: {},
});

describe('the EBS CSI driver', () => {
  it.each([
    [{ podIdentityAssociations: ['a'] }],
    [{ podIdentityAssociations: [], serviceAccountRoleArn: 'arn' }],
  ])('is fine as an add-on with a role: %j', async addon => {
    expect(await findings({ addon })).toEqual([]);
  });

  it('has no role of its own', async () => {
    const [finding] = await findings({
      addon: { podIdentityAssociations: [] },
    });
    expect(finding).toMatchObject({
      id: 'ebs-csi-without-role',
      severity: 'warning',
    });
    expect(finding.fix).toContain(
      'aws eks update-addon --cluster-name demo --region eu-west-1 --addon-name aws-ebs-csi-driver',
    );
  });

  it('is ill, as EKS says why', async () => {
    const [finding] = await findings({
      addonStatus: 'DEGRADED',
      addon: {
        health: {
          issues: [{ code: 'AccessDenied', message: 'no CreateVolume' }],
        },
      },
    });
    expect(finding.what).toBe(
      'The add-on aws-ebs-csi-driver of demo is DEGRADED (AccessDenied: no CreateVolume).',
    );
  });

  it('comes with EKS Auto Mode', async () => {
    const ctx = preflightContext({ addonStatus: 'absent' });
    const cluster = { ...ctx.cluster, autoModeVolumes: true };
    expect(await volumeDriver.run({ ...ctx, cluster })).toEqual([]);
    expect(ctx.mocks.eks.calls()).toHaveLength(0);
  });

  it('is there by other means, and its role cannot be seen', async () => {
    expect(
      await findings({
        addonStatus: 'absent',
        objects: driver('ebs.csi.aws.com'),
      }),
    ).toEqual([
      expect.objectContaining({ id: 'ebs-csi-role-unknown', severity: 'info' }),
    ]);
  });
});
