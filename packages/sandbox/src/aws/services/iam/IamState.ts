import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';
import { managedPolicies } from '../../policy/managed';
import { parsePolicy, type PolicyDocument } from '../../policy/PolicyDocument';

/** A tag as IAM has it. */
export interface IamTag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/** An IAM role with its policies. */
export interface RoleRecord {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description: string | undefined;
  readonly trustPolicy: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundary: string | undefined;
  readonly createdAt: number;
  readonly tags: readonly IamTag[];
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicies: readonly string[];
}

/** An OIDC provider that roles may trust. */
export interface OidcProviderRecord {
  readonly arn: string;
  /** Issuer without `https://`, as IAM shows it. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: readonly IamTag[];
}

/** IAM of the account: roles by name, OIDC providers by ARN. */
export class IamState {
  readonly roles: Collection<RoleRecord>;
  readonly providers: Collection<OidcProviderRecord>;

  constructor(store: StateStore) {
    this.roles = new Collection(store, 'aws.iam.roles');
    this.providers = new Collection(store, 'aws.iam.oidc-providers');
  }

  /** The identity policies of a role as they are now; none when it is gone. */
  policiesOf(roleName: string): readonly PolicyDocument[] {
    const role = this.roles.get(roleName);
    const inline = Object.values(role?.inlinePolicies ?? {}).flatMap(
      text => parsePolicy(text) ?? [],
    );
    const attached = (role?.attachedPolicies ?? []).flatMap(
      arn => managedPolicies[arn] ?? [],
    );
    return [...inline, ...attached];
  }
}
