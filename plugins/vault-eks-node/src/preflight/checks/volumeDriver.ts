import { Addon, DescribeAddonCommand } from '@aws-sdk/client-eks';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { unlessAbsent } from '../../connections/aws';
import type { EksCluster } from '../../connections/eks';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';

const ADDON = 'aws-ebs-csi-driver';
/** The driver of the add-on, which can also be installed by other means. */
const DRIVER = 'ebs.csi.aws.com';
/** The one that EKS Auto Mode brings along, with rights of its own. */
const AUTO_MODE_DRIVER = 'ebs.csi.eks.amazonaws.com';

const commandOn = ({ name, region }: EksCluster, verb: string) =>
  `aws eks ${verb} --cluster-name ${name} --region ${region} --addon-name ${ADDON}`;

/** What EKS itself found wrong with the add-on, such as a role that may not do what it must. */
function healthOf(addon: Addon): string {
  const issues = (addon.health?.issues ?? []).map(({ code, message }) =>
    [code, message].filter(Boolean).join(': '),
  );
  return issues.length > 0 ? ` (${issues.join('; ')})` : '';
}

function addonFindings(addon: Addon, cluster: EksCluster): Finding[] {
  const findings: Finding[] = [];
  const { status } = addon;
  const health = healthOf(addon);
  if ((status !== 'ACTIVE' && status !== 'UPDATING') || health) {
    findings.push({
      id: 'ebs-csi-degraded',
      severity: 'warning',
      what: `The add-on ${ADDON} of ${cluster.name} is ${status}${health}.`,
      why: 'The audit volumes may not be made, and the Vault pods would wait for them.',
      fix: `Mend its health issues (${commandOn(cluster, 'describe-addon')}).`,
    });
  }
  const { serviceAccountRoleArn, podIdentityAssociations = [] } = addon;
  if (!serviceAccountRoleArn && podIdentityAssociations.length === 0) {
    findings.push({
      id: 'ebs-csi-without-role',
      severity: 'warning',
      what: `The add-on ${ADDON} of ${cluster.name} has no IAM role of its own.`,
      why: 'It falls back to the role of the nodes, which needs AmazonEBSCSIDriverPolicy then, and the right of every pod on the node to make volumes with it.',
      fix: `Give it a role with AmazonEBSCSIDriverPolicy: ${commandOn(
        cluster,
        'update-addon',
      )} --pod-identity-associations serviceAccount=ebs-csi-controller-sa,roleArn=….`,
    });
  }
  return findings;
}

async function installedDrivers({ kubernetes, signal }: PreflightContext) {
  const found = await Promise.all(
    [DRIVER, AUTO_MODE_DRIVER].map(async name => ({
      name,
      there: await kubernetes.get(
        { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name },
        { signal },
      ),
    })),
  );
  return found.flatMap(({ name, there }) => (there ? name : []));
}

/** The audit volumes can be made: without a driver and its role the pods wait for ever. */
export const volumeDriver: PreflightCheck = {
  subject: 'the EBS CSI driver',
  asks: 'kubernetes',
  async run(ctx) {
    const { aws, cluster, signal } = ctx;
    if (cluster.autoModeVolumes) {
      return [];
    }
    const answer = await unlessAbsent(
      aws.eks.send(
        new DescribeAddonCommand({
          clusterName: cluster.name,
          addonName: ADDON,
        }),
        { abortSignal: signal },
      ),
      'ResourceNotFoundException',
    );
    if (answer?.addon) {
      return addonFindings(answer.addon, cluster);
    }
    const drivers = await installedDrivers(ctx);
    if (drivers.length === 0) {
      return [
        {
          id: 'ebs-csi-missing',
          severity: 'error',
          what: `${cluster.name} has no EBS CSI driver.`,
          why: 'The audit volumes cannot be made, and the Vault pods would stay Pending.',
          fix: `Install the add-on with its IAM role: ${commandOn(
            cluster,
            'create-addon',
          )} --pod-identity-associations serviceAccount=ebs-csi-controller-sa,roleArn=….`,
        },
      ];
    }
    return drivers.includes(AUTO_MODE_DRIVER)
      ? []
      : [
          {
            id: 'ebs-csi-role-unknown',
            severity: 'info',
            what: `${cluster.name} has an EBS CSI driver that is no EKS add-on; its IAM role cannot be seen from here.`,
            why: 'Without AmazonEBSCSIDriverPolicy it makes no volumes, and the Vault pods would stay Pending.',
            fix: 'Check the role that its service account ebs-csi-controller-sa names.',
          },
        ];
  },
};
