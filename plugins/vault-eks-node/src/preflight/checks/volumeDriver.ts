import { DescribeAddonCommand } from '@aws-sdk/client-eks';
import { unlessAbsent } from '../../connections/aws';
import type { PreflightCheck } from '../PreflightCheck';

const ADDON = 'aws-ebs-csi-driver';
/** The add-on's driver, and the one that EKS Auto Mode brings along. */
const DRIVERS = ['ebs.csi.aws.com', 'ebs.csi.eks.amazonaws.com'];

/** The audit volumes can be made: without a driver the pods wait for ever. */
export const volumeDriver: PreflightCheck = {
  subject: 'the EBS CSI driver',
  asks: 'kubernetes',
  async run({ aws, cluster, kubernetes, signal }) {
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
    const status = answer?.addon?.status;
    if (status === 'ACTIVE' || status === 'UPDATING') {
      return [];
    }
    if (status) {
      return [
        {
          id: 'ebs-csi-degraded',
          severity: 'warning',
          what: `The add-on ${ADDON} of ${cluster.name} is ${status}.`,
          why: 'The audit volumes may not be made, and the Vault pods would wait for them.',
          fix: 'Look at its health issues (aws eks describe-addon) and mend them.',
        },
      ];
    }
    const drivers = await Promise.all(
      DRIVERS.map(name =>
        kubernetes.get(
          { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name },
          { signal },
        ),
      ),
    );
    return drivers.some(Boolean)
      ? []
      : [
          {
            id: 'ebs-csi-missing',
            severity: 'error',
            what: `${cluster.name} has no EBS CSI driver.`,
            why: 'The audit volumes cannot be made, and the Vault pods would stay Pending.',
            fix: `Install the add-on with its IAM role: aws eks create-addon --cluster-name ${cluster.name} --addon-name ${ADDON}.`,
          },
        ];
  },
};
