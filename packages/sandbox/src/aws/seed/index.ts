import type { Seed } from '../../seed';
import type { ClusterIdentity } from '../../world';
import { usernameFor } from '../auth/principalArns';
import { uniqueId } from '../ids';
import { accessEntryArn } from '../services/eks/accessEntries';
import type { AwsState } from '../AwsState';
import { deployerRoleArn, seedDeployerRole } from './deployerRole';
import { seedNetwork } from './network';
import { seedSharedVpc } from './sharedVpc';

const addonVersions: Readonly<Record<string, string>> = {
  'aws-ebs-csi-driver': 'v1.54.0-eksbuild.1',
  coredns: 'v1.12.4-eksbuild.1',
  'eks-pod-identity-agent': 'v1.3.10-eksbuild.1',
  'kube-proxy': 'v1.35.0-eksbuild.2',
  'vpc-cni': 'v1.21.1-eksbuild.1',
};

const clusterAdmin =
  'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

/** Fills what is not there yet; whatever an earlier run left behind stays as it is. */
export function seedAws(options: {
  readonly state: AwsState;
  readonly seed: Seed;
  readonly clusters: readonly ClusterIdentity[];
  /** IAM principals that administer the clusters. */
  readonly administrators: readonly string[];
  readonly now: Date;
}): void {
  const { state, seed, clusters, administrators, now } = options;
  seedNetwork(state.ec2, seed, now);
  seedSharedVpc(state.ec2, seed);
  if (!state.iam.roles.get(seed.deployer.roleName)) {
    seedDeployerRole(state, seed, now);
    for (const cluster of clusters) {
      seedAdministrator(state, cluster, deployerRoleArn(seed), now);
    }
  }
  for (const cluster of clusters) {
    const driverRole = `${cluster.name}-ebs-csi-driver`;
    if (!state.iam.roles.get(driverRole)) {
      seedDriverRole(state, driverRole, seed.account, now);
      seedAddons(state, cluster, now);
      for (const principalArn of administrators) {
        seedAdministrator(state, cluster, principalArn, now);
      }
    }
  }
}

function seedDriverRole(
  state: AwsState,
  name: string,
  account: string,
  now: Date,
): void {
  state.iam.roles.set(name, {
    name,
    path: '/',
    arn: `arn:aws:iam::${account}:role/${name}`,
    id: uniqueId('AROA', 17),
    description: 'EBS CSI driver',
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
      ],
    }),
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    createdAt: now.getTime(),
    tags: [],
    inlinePolicies: {},
    attachedPolicies: [
      'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
    ],
  });
}

function seedAddons(
  state: AwsState,
  cluster: ClusterIdentity,
  now: Date,
): void {
  for (const [name, version] of Object.entries(addonVersions)) {
    const base = cluster.arn.replace(':cluster/', ':addon/');
    state.eks.addons.set(`${cluster.name}/${name}`, {
      cluster: cluster.name,
      name,
      version,
      arn: `${base}/${name}/sandbox`,
      createdAt: now.getTime(),
      podIdentityAssociations:
        name === 'aws-ebs-csi-driver'
          ? [
              `${cluster.arn.replace(
                ':cluster/',
                ':podidentityassociation/',
              )}/a-ebscsidriver`,
            ]
          : [],
    });
  }
}

function seedAdministrator(
  state: AwsState,
  cluster: ClusterIdentity,
  principalArn: string,
  now: Date,
): void {
  const at = now.getTime();
  state.eks.accessEntries.set(`${cluster.name}/${principalArn}`, {
    cluster: cluster.name,
    principalArn,
    arn: accessEntryArn(cluster.arn, principalArn),
    username: usernameFor(principalArn),
    groups: [],
    type: 'STANDARD',
    createdAt: at,
    modifiedAt: at,
    tags: {},
    policies: [
      { arn: clusterAdmin, scope: 'cluster', namespaces: [], associatedAt: at },
    ],
  });
}
