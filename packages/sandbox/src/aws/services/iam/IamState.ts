import type { StateStore } from '../../../world';
import { Collection } from '../../Collection';
import { managedPolicies } from '../../policy/managed';
import {
  parsePolicy,
  type IdentityPolicies,
  type PolicyDocument,
} from '../../policy/PolicyDocument';

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

/** A policy of the account's own, that roles have attached or as their boundary. */
export interface PolicyRecord {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description: string | undefined;
  readonly document: string;
  readonly createdAt: number;
  readonly tags: readonly IamTag[];
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

/** IAM of the account: roles by name, policies and OIDC providers by ARN. */
export class IamState {
  readonly roles: Collection<RoleRecord>;
  readonly policies: Collection<PolicyRecord>;
  readonly providers: Collection<OidcProviderRecord>;

  constructor(store: StateStore) {
    this.roles = new Collection(store, 'aws.iam.roles');
    this.policies = new Collection(store, 'aws.iam.policies');
    this.providers = new Collection(store, 'aws.iam.oidc-providers');
  }

  /** A managed policy, the account's own or AWS's; `undefined` when there is none of this ARN. */
  managedPolicy(arn: string): PolicyDocument | undefined {
    const own = this.policies.get(arn);
    return own ? parsePolicy(own.document) : managedPolicies[arn];
  }

  /** What is attached to a role now; nothing when it is gone. */
  permissionsOf(roleName: string): IdentityPolicies {
    const role = this.roles.get(roleName);
    const inline = Object.values(role?.inlinePolicies ?? {}).flatMap(
      text => parsePolicy(text) ?? [],
    );
    const attached = (role?.attachedPolicies ?? []).flatMap(
      arn => this.managedPolicy(arn) ?? [],
    );
    const boundary = role?.permissionsBoundary;
    return {
      identity: [...inline, ...attached],
      boundary:
        boundary === undefined
          ? undefined
          : [this.managedPolicy(boundary)].flatMap(found => found ?? []),
      tags: role?.tags,
    };
  }
}
