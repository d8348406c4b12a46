import type * as sdk from '@aws-sdk/client-eks';
import { AwsError } from '../../AwsError';
import { iamArnOf, usernameFor } from '../../auth/principalArns';
import type { CallContext, OperationsOf } from '../../Service';
import { eksPage, type FindCluster } from './clusters';
import { resourceNotFound } from './errors';
import type { AccessEntryRecord, AssociatedPolicy, EksState } from './EksState';

/** Access entries: IAM principals as Kubernetes users. */
export function accessEntryOperations(
  state: EksState,
  findCluster: FindCluster,
): OperationsOf<typeof sdk> {
  const find = (
    input: { readonly clusterName?: string; readonly principalArn?: string },
    context: CallContext,
  ) => {
    const cluster = findCluster(input.clusterName, context);
    const entry = state.accessEntries.get(
      `${cluster.name}/${input.principalArn}`,
    );
    if (!entry) {
      throw resourceNotFound(
        `The specified principalArn could not be found: You can view your access entries with 'aws eks list-access-entries'.`,
        { clusterName: cluster.name },
      );
    }
    return entry;
  };
  const keep = (entry: AccessEntryRecord) =>
    state.accessEntries.set(`${entry.cluster}/${entry.principalArn}`, entry);

  return {
    ListAccessEntries: (input, context) => {
      const cluster = findCluster(input.clusterName, context);
      const arns = state.accessEntries
        .filter(
          entry =>
            entry.cluster === cluster.name &&
            (input.associatedPolicyArn === undefined ||
              entry.policies.some(
                policy => policy.arn === input.associatedPolicyArn,
              )),
        )
        .map(entry => entry.principalArn);
      const { items, nextToken } = eksPage(arns, input);
      return { accessEntries: items, nextToken };
    },

    DescribeAccessEntry: (input, context) => ({
      accessEntry: shown(find(input, context)),
    }),

    CreateAccessEntry: (input, context) => {
      const cluster = findCluster(input.clusterName, context);
      const principalArn = input.principalArn ?? '';
      if (iamArnOf(principalArn) !== principalArn) {
        throw new AwsError(
          'InvalidParameterException',
          'The principalArn parameter format is not valid',
        );
      }
      if (state.accessEntries.get(`${cluster.name}/${principalArn}`)) {
        throw new AwsError(
          'ResourceInUseException',
          'The specified access entry resource is already in use on this cluster.',
          409,
        );
      }
      const now = context.now.getTime();
      const entry: AccessEntryRecord = {
        cluster: cluster.name,
        principalArn,
        arn: accessEntryArn(cluster.arn, principalArn),
        username: input.username ?? usernameFor(principalArn),
        groups: input.kubernetesGroups ?? [],
        type: input.type ?? 'STANDARD',
        createdAt: now,
        modifiedAt: now,
        tags: input.tags ?? {},
        policies: [],
      };
      keep(entry);
      return { accessEntry: shown(entry) };
    },

    DeleteAccessEntry: (input, context) => {
      const entry = find(input, context);
      state.accessEntries.delete(`${entry.cluster}/${entry.principalArn}`);
      return {};
    },

    ListAssociatedAccessPolicies: (input, context) => {
      const entry = find(input, context);
      const { items, nextToken } = eksPage(entry.policies, input);
      return {
        clusterName: entry.cluster,
        principalArn: entry.principalArn,
        associatedAccessPolicies: items.map(shownPolicy),
        nextToken,
      };
    },

    AssociateAccessPolicy: (input, context) => {
      const entry = find(input, context);
      const policy: AssociatedPolicy = {
        arn: input.policyArn ?? '',
        scope:
          input.accessScope?.type === 'namespace' ? 'namespace' : 'cluster',
        namespaces: input.accessScope?.namespaces ?? [],
        associatedAt: context.now.getTime(),
      };
      keep({
        ...entry,
        policies: [
          ...entry.policies.filter(present => present.arn !== policy.arn),
          policy,
        ],
      });
      return {
        clusterName: entry.cluster,
        principalArn: entry.principalArn,
        associatedAccessPolicy: shownPolicy(policy),
      };
    },

    DisassociateAccessPolicy: (input, context) => {
      const entry = find(input, context);
      keep({
        ...entry,
        policies: entry.policies.filter(
          policy => policy.arn !== input.policyArn,
        ),
      });
      return {};
    },
  };
}

/** An access entry's own ARN. */
export function accessEntryArn(
  clusterArn: string,
  principalArn: string,
): string {
  const [, , , , account, resource] = principalArn.split(':');
  const [kind] = resource.split('/');
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return `${clusterArn.replace(
    ':cluster/',
    ':access-entry/',
  )}/${kind}/${account}/${name}/sandbox`;
}

function shown(entry: AccessEntryRecord) {
  return {
    clusterName: entry.cluster,
    principalArn: entry.principalArn,
    accessEntryArn: entry.arn,
    username: entry.username,
    kubernetesGroups: [...entry.groups],
    type: entry.type,
    createdAt: new Date(entry.createdAt),
    modifiedAt: new Date(entry.modifiedAt),
    tags: { ...entry.tags },
  };
}

function shownPolicy(policy: AssociatedPolicy) {
  return {
    policyArn: policy.arn,
    accessScope: { type: policy.scope, namespaces: [...policy.namespaces] },
    associatedAt: new Date(policy.associatedAt),
    modifiedAt: new Date(policy.associatedAt),
  };
}
