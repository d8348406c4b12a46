import type { IAMClient } from '@aws-sdk/client-iam';
import type { Change } from '../../engine/ManagedResource';
import { AwsTag, ownerIn, Ownership, tagChanges } from './ownership';

/** The audience of the tokens that EKS projects for IRSA. */
export const IRSA_AUDIENCE = 'sts.amazonaws.com';

/** Which issuer IAM is to trust. */
export interface OidcProviderOptions {
  readonly client: IAMClient;
  /** `https://…`, as EKS tells it. */
  readonly issuer: string;
  /** IAM makes it from the issuer, so there is at most one. */
  readonly arn: string;
  readonly ownership: Ownership;
  /** Whether the cluster of this issuer is gone, so that no workload can rely on it. Default: no. */
  readonly unused?: boolean;
}

/** The provider as IAM describes it. */
export interface ObservedOidcProvider {
  readonly arn: string;
  readonly clientIds: readonly string[];
  readonly tags: readonly AwsTag[];
}

/** The name under which IAM and trust policies know an issuer: without scheme, upper-case host or slash at the end. */
export function issuerHostPath(issuer: string): string {
  const [host, ...path] = issuer.replace(/^https:\/\//i, '').split('/');
  return [host.toLowerCase(), ...path].join('/').replace(/\/+$/, '');
}

/**
 * Others rely on the provider, so one that is not ours is used as it is: it fits when it knows the audience. With
 * `adopt: true` that alone is added; it is not tagged and stays theirs.
 */
export function oidcProviderChanges(
  { arn, clientIds, tags }: ObservedOidcProvider,
  { ownership }: OidcProviderOptions,
): readonly Change[] {
  const { owner, adopt } = ownership;
  const ours = ownerIn(tags) === owner;
  const changes = ours ? [...tagChanges(tags, ownership)] : [];
  if (clientIds.includes(IRSA_AUDIENCE)) {
    return changes;
  }
  const audience: Change = {
    field: 'audiences',
    from: clientIds.join(', ') || undefined,
    to: [...clientIds, IRSA_AUDIENCE].join(', '),
  };
  if (ours || adopt) {
    return [...changes, { ...audience, adopts: !ours }];
  }
  return [
    {
      ...audience,
      refusal: `others made it, and it lacks the audience ${IRSA_AUDIENCE}, without which no pod of the EKS cluster can assume a role. Set adopt: true to have that added, or add it by hand (aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${IRSA_AUDIENCE}).`,
    },
  ];
}
