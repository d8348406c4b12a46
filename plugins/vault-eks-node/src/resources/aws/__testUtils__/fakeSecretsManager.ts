import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  DescribeSecretCommandOutput,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RemoveRegionsFromReplicationCommand,
  ReplicaRegionType,
  ReplicateSecretToRegionsCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  TagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { custodySecret } from '../custodySecret';
import type { CustodySecretOptions } from '../custodySecretChanges';
import type { AwsTag } from '../ownership';
import { ACCOUNT, awsError, OWNERSHIP, REGION } from '../testing/lifecycle';

export const SECRET = 'vault-eks/demo/vault/vault/recovery';

/** A Secrets Manager with one secret or none, whose copies are in sync at the second look. */
export function fakeSecretsManager() {
  const client = new SecretsManagerClient({ region: REGION });
  const mock = mockClient(client);
  const state: {
    secret?: Omit<DescribeSecretCommandOutput, '$metadata'>;
    value?: string;
    policy?: string;
  } = {};
  const change = (to: typeof state.secret) => {
    state.secret = { ...state.secret, ...to };
  };
  const addCopies = (regions: ReplicaRegionType[] = []) =>
    change({
      ReplicationStatus: [
        ...(state.secret?.ReplicationStatus ?? []),
        ...regions.map(copy => ({ ...copy, Status: 'InProgress' as const })),
      ],
    });
  mock.on(DescribeSecretCommand).callsFake(() => {
    if (!state.secret) {
      throw awsError('ResourceNotFoundException');
    }
    const answer = structuredClone(state.secret);
    for (const copy of state.secret.ReplicationStatus ?? []) {
      copy.Status = copy.Status === 'InProgress' ? 'InSync' : copy.Status;
    }
    return answer;
  });
  mock.on(GetSecretValueCommand).callsFake(() => {
    if (state.value === undefined) {
      throw new ResourceNotFoundException({
        message:
          "SecretsManager GetSecretValue in eu-west-1: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
        $metadata: {},
      });
    }
    return { SecretString: state.value };
  });
  mock.on(PutSecretValueCommand).callsFake(({ SecretString }) => {
    state.value = SecretString;
    return {};
  });
  mock.on(CreateSecretCommand).callsFake(input => {
    const { Name, Tags, KmsKeyId } = input;
    state.secret = { ARN: `arn:${Name}-AbCdEf`, Tags, KmsKeyId };
    state.value = input.SecretString;
    addCopies(input.AddReplicaRegions);
    return {};
  });
  mock.on(UpdateSecretCommand).callsFake(({ KmsKeyId, SecretString }) => {
    change({ KmsKeyId });
    state.value = SecretString ?? state.value;
    return {};
  });
  mock.on(TagResourceCommand).callsFake(({ Tags }) => {
    const keys = Tags.map((tag: AwsTag) => tag.Key);
    const kept = state.secret?.Tags?.filter(t => !keys.includes(t.Key)) ?? [];
    change({ Tags: [...kept, ...Tags] });
    return {};
  });
  mock.on(GetResourcePolicyCommand).callsFake(() => ({
    ResourcePolicy: state.policy,
  }));
  mock.on(PutResourcePolicyCommand).callsFake(input => {
    if (input.BlockPublicPolicy && input.ResourcePolicy.includes('"AWS":"*"')) {
      throw awsError('PublicPolicyException');
    }
    state.policy = input.ResourcePolicy;
    return {};
  });
  mock.on(DeleteResourcePolicyCommand).callsFake(() => {
    state.policy = undefined;
    return {};
  });
  mock
    .on(ReplicateSecretToRegionsCommand)
    .callsFake(({ AddReplicaRegions }) => {
      addCopies(AddReplicaRegions);
      return {};
    });
  mock
    .on(RemoveRegionsFromReplicationCommand)
    .callsFake(({ RemoveReplicaRegions }) => {
      change({
        ReplicationStatus: state.secret?.ReplicationStatus?.filter(
          ({ Region }) => !RemoveReplicaRegions.includes(Region),
        ),
      });
      return {};
    });
  mock.on(DeleteSecretCommand).callsFake(() => {
    if (state.secret?.ReplicationStatus?.length) {
      throw awsError('InvalidRequestException');
    }
    change({ DeletedDate: new Date(0) });
    return {};
  });
  const secret = (overrides: Partial<CustodySecretOptions> = {}) =>
    custodySecret({
      client,
      name: SECRET,
      ownership: OWNERSHIP,
      named: false,
      account: ACCOUNT,
      region: REGION,
      replicaRegions: [],
      ...overrides,
    });
  return { mock, state, secret };
}
