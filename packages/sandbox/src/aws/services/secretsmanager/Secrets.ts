import { AwsError } from '../../AwsError';
import type { CallContext } from '../../Service';
import type { SecretRecord, SecretsState } from './SecretsState';

/** Finds secrets, and says in Secrets Manager's words why one cannot be had. */
export class Secrets {
  constructor(readonly state: SecretsState) {}

  keep(secret: SecretRecord): void {
    this.state.secrets.set(secret.arn, secret);
  }

  /** A secret, even one that waits for its deletion; throws ResourceNotFoundException. */
  find(id: string | undefined, { region, now }: CallContext): SecretRecord {
    const secret = this.state.resolve(id ?? '', region, now);
    if (!secret) {
      throw new AwsError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    return secret;
  }

  /** A secret that does not wait for its deletion; throws InvalidRequestException. */
  live(id: string | undefined, context: CallContext): SecretRecord {
    const secret = this.find(id, context);
    if (secret.deletedAt !== undefined) {
      throw new AwsError(
        'InvalidRequestException',
        `You can't perform this operation on the secret because it was marked for deletion.`,
      );
    }
    return secret;
  }

  /** A secret that is no replica; throws InvalidParameterException. */
  primary(id: string | undefined, context: CallContext): SecretRecord {
    return requirePrimary(this.find(id, context));
  }

  /** A live secret that is no replica. */
  writable(id: string | undefined, context: CallContext): SecretRecord {
    return requirePrimary(this.live(id, context));
  }

  /** The replicas of a secret that have come into being. */
  replicasOf(primary: SecretRecord): SecretRecord[] {
    return this.state.secrets.filter(
      secret =>
        secret.primaryRegion === primary.region &&
        suffixOf(secret) === suffixOf(primary),
    );
  }
}

/** A replica has the name of its primary, and the same random end. */
function suffixOf(secret: SecretRecord): string {
  return secret.arn.slice(secret.arn.indexOf(':secret:'));
}

function requirePrimary(secret: SecretRecord): SecretRecord {
  if (secret.primaryRegion !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
  }
  return secret;
}
