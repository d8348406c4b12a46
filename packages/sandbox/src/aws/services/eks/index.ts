import * as sdk from '@aws-sdk/client-eks';
import { AwsError } from '../../AwsError';
import { restAuthErrors } from '../../auth/AuthErrors';
import { byIdentityPolicies } from '../../auth/authorize';
import type { ClusterIdentity } from '../../../world';
import { defineService, type CallContext, type Service } from '../../Service';
import { restJson } from '../../wire/restJson';
import { accessEntryArn, accessEntryOperations } from './accessEntries';
import {
  clusterOperations,
  type ClusterNetwork,
  type FindCluster,
} from './clusters';
import { clusterVersionOperations } from './clusterVersions';
import { resourceNotFound } from './errors';
import type { EksState } from './EksState';

/** EKS: the clusters, their add-ons, and who may enter. */
export function eksService(options: {
  readonly state: EksState;
  readonly clusters: readonly ClusterIdentity[];
  readonly network: (cluster: ClusterIdentity) => ClusterNetwork;
  readonly createdAt: Date;
}): Service {
  const find: FindCluster = (name, { region }) => {
    const cluster = options.clusters.find(
      candidate =>
        candidate.name === name &&
        candidate.region === region &&
        !options.state.deleted.get(candidate.arn),
    );
    if (!cluster) {
      throw resourceNotFound(`No cluster found for name: ${name}.`, {
        clusterName: name,
      });
    }
    return cluster;
  };
  return defineService(sdk, {
    name: 'eks',
    protocol: restJson(),
    authErrors: restAuthErrors,
    authorize: byIdentityPolicies({
      permissions: (operation, input, context) => [
        {
          action: `eks:${operation}`,
          resource: resourceOf(operation, input, context),
        },
      ],
      denied: message => new AwsError('AccessDeniedException', message, 403),
    }),
    operations: {
      ...clusterOperations({ ...options, find }),
      ...clusterVersionOperations,
      ...accessEntryOperations(options.state, find),
    },
  });
}

function resourceOf(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { region, account }: CallContext,
): string {
  const cluster = input.clusterName ?? input.name;
  if (cluster === undefined) {
    return '*';
  }
  const arn = `arn:aws:eks:${region}:${account}:cluster/${cluster}`;
  if (input.addonName !== undefined) {
    return `${arn.replace(':cluster/', ':addon/')}/${input.addonName}/sandbox`;
  }
  if (
    typeof input.principalArn === 'string' &&
    operation !== 'CreateAccessEntry'
  ) {
    return accessEntryArn(arn, input.principalArn);
  }
  return input.nodegroupName !== undefined
    ? `${arn.replace(':cluster/', ':nodegroup/')}/${input.nodegroupName}/1234`
    : arn;
}
