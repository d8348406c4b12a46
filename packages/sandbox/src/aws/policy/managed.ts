import { administratorAccess, type PolicyDocument } from './PolicyDocument';

const awsPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

/** The AWS-managed policies that the sandbox knows, by ARN. */
export const managedPolicies: Readonly<Record<string, PolicyDocument>> = {
  [awsPolicy('AdministratorAccess')]: administratorAccess,
  [awsPolicy('ReadOnlyAccess')]: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:Describe*',
          'dynamodb:List*',
          'ec2:Describe*',
          'eks:Describe*',
          'eks:List*',
          'iam:Get*',
          'iam:List*',
          'kms:Describe*',
          'kms:Get*',
          'kms:List*',
          'secretsmanager:Describe*',
          'secretsmanager:List*',
        ],
        Resource: '*',
      },
    ],
  },
  [awsPolicy('service-role/AmazonEBSCSIDriverPolicy')]: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:AttachVolume',
          'ec2:CreateSnapshot',
          'ec2:CreateVolume',
          'ec2:DeleteVolume',
          'ec2:DescribeAvailabilityZones',
          'ec2:DescribeInstances',
          'ec2:DescribeVolumes',
          'ec2:DetachVolume',
          'ec2:ModifyVolume',
        ],
        Resource: '*',
      },
    ],
  },
};
