import type * as sdk from '@aws-sdk/client-secrets-manager';
import type {
  ReplicaRegionType,
  ReplicationStatusType,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import { named } from './answers';
import { shownReplicas } from './replicaStatus';
import type { Secrets } from './Secrets';
import type { ReplicaStatus, SecretRecord } from './SecretsState';
import type { SecretVault } from './versions';

interface ReplicaRequest {
  readonly AddReplicaRegions?: readonly ReplicaRegionType[];
  readonly ForceOverwriteReplicaSecret?: boolean;
}

/** Copies of secrets in other regions, each under a key of its own region. */
export class Replication {
  constructor(
    private readonly secrets: Secrets,
    private readonly vault: SecretVault,
  ) {}

  /** Makes the replicas that a call asks for; one that cannot be made is listed as Failed, and the call goes through. */
  add(
    primary: SecretRecord,
    request: ReplicaRequest,
    context: CallContext,
  ): ReplicationStatusType[] | undefined {
    const added = (request.AddReplicaRegions ?? []).map(replica =>
      this.#replicate(primary, replica, request, context),
    );
    const regions = new Set(added.map(status => status.region));
    const replicas = [
      ...(primary.replicas ?? []).filter(status => !regions.has(status.region)),
      ...added,
    ];
    this.secrets.keep({ ...primary, replicas });
    return shownReplicas(replicas);
  }

  /** Brings the replicas up to the primary's versions. */
  refresh(primary: SecretRecord, context: CallContext): void {
    for (const replica of this.secrets.replicasOf(primary)) {
      this.secrets.keep(this.#copied(primary, replica, context));
    }
  }

  #replicate(
    primary: SecretRecord,
    { Region: region = '', KmsKeyId: kmsKeyId }: ReplicaRegionType,
    { ForceOverwriteReplicaSecret: overwrites }: ReplicaRequest,
    context: CallContext,
  ): ReplicaStatus {
    const { state } = this.secrets;
    const inTheWay = state.resolve(primary.name, region, context.now);
    if (inTheWay && !overwrites) {
      return {
        region,
        kmsKeyId,
        status: 'Failed',
        message: `Replication failed: Secret name ${primary.name} already exists in region ${region}.`,
      };
    }
    const replica: SecretRecord = {
      ...primary,
      region,
      arn: primary.arn.replace(`:${primary.region}:`, `:${region}:`),
      kmsKeyId,
      primaryRegion: primary.region,
      replicas: undefined,
    };
    try {
      const copy = this.#copied(primary, replica, context);
      if (inTheWay) {
        state.secrets.delete(inTheWay.arn);
      }
      this.secrets.keep(copy);
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      const message = `Replication failed: ${error.message}`;
      return { region, kmsKeyId, status: 'Failed', message };
    }
    return { region, kmsKeyId, status: 'InSync', message: undefined };
  }

  #copied(
    primary: SecretRecord,
    replica: SecretRecord,
    context: CallContext,
  ): SecretRecord {
    const there = { ...context, region: replica.region };
    return {
      ...replica,
      description: primary.description,
      tags: primary.tags,
      changedAt: primary.changedAt,
      versions: primary.versions.map(version => ({
        ...version,
        ciphertext: this.vault.seal(
          replica,
          version.id,
          this.vault.open(primary, version, context),
          there,
        ),
      })),
    };
  }
}

/** Replication as an API of its own. */
export function replicationOperations(
  secrets: Secrets,
  replication: Replication,
): OperationsOf<typeof sdk> {
  return {
    ReplicateSecretToRegions: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      requireReplicable(input.AddReplicaRegions, context.region);
      const status = replication.add(secret, input, context);
      return { ...named(secret), ReplicationStatus: status };
    },

    RemoveRegionsFromReplication: (input, context) => {
      const secret = secrets.writable(input.SecretId, context);
      const removed = new Set(input.RemoveReplicaRegions ?? []);
      for (const replica of secrets.replicasOf(secret)) {
        if (removed.has(replica.region)) {
          secrets.state.secrets.delete(replica.arn);
        }
      }
      const replicas = (secret.replicas ?? []).filter(
        status => !removed.has(status.region),
      );
      secrets.keep({ ...secret, replicas });
      return { ...named(secret), ReplicationStatus: shownReplicas(replicas) };
    },
  };
}

/** A secret is not replicated to where it is; throws InvalidParameterException. */
export function requireReplicable(
  replicas: readonly ReplicaRegionType[] | undefined,
  region: string,
): void {
  if (replicas?.some(replica => replica.Region === region)) {
    throw new AwsError('InvalidParameterException', 'Invalid replica region.');
  }
}
