import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { isAwsError, unlessAbsent } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import { ownerIn, Ownership, ownershipTags } from './ownership';

/** The audience of the tokens that EKS projects for IRSA. */
export const IRSA_AUDIENCE = 'sts.amazonaws.com';

/** Which issuer IAM is to trust. */
export interface OidcProviderOptions {
  readonly client: IAMClient;
  /** `https://…` */
  readonly issuer: string;
  /** IAM makes it from the issuer, so there is at most one. */
  readonly arn: string;
  readonly ownership: Ownership;
}

/** The provider as IAM describes it. */
export interface ObservedOidcProvider {
  readonly clientIds: readonly string[];
  readonly owner?: string;
}

/** What trust policies need of the provider. */
export interface OidcProviderOutput {
  readonly arn: string;
  /** The issuer without its scheme, as condition keys name it. */
  readonly issuer: string;
}

/** The name under which IAM and trust policies know an issuer. */
export const issuerHostPath = (issuer: string) =>
  issuer.replace(/^https:\/\//, '');

/**
 * IAM's trust in the service-account tokens of the EKS cluster. The cluster has one for all its workloads, so one that
 * exists is used, and only a missing audience is added.
 */
export function oidcProvider(
  options: OidcProviderOptions,
): ManagedResource<ObservedOidcProvider, OidcProviderOutput> {
  const { client, issuer, arn, ownership } = options;
  const { owner } = ownership;
  const result = { arn, issuer: issuerHostPath(issuer) };
  return {
    title: `IAM OIDC provider ${issuerHostPath(issuer)}`,
    retain: 'other workloads of the EKS cluster may rely on it',

    async observe({ signal }) {
      const answer = await unlessAbsent(
        client.send(
          new GetOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: arn,
          }),
          { abortSignal: signal },
        ),
        'NoSuchEntityException',
        'NoSuchEntity',
      );
      return (
        answer && {
          clientIds: answer.ClientIDList ?? [],
          owner: ownerIn(answer.Tags),
        }
      );
    },

    diff: ({ clientIds }) =>
      clientIds.includes(IRSA_AUDIENCE)
        ? []
        : [
            {
              field: 'audiences',
              from: clientIds.join(', ') || undefined,
              to: [...clientIds, IRSA_AUDIENCE].join(', '),
            },
          ],

    async create({ signal }) {
      try {
        await client.send(
          new CreateOpenIDConnectProviderCommand({
            Url: issuer,
            ClientIDList: [IRSA_AUDIENCE],
            Tags: ownershipTags(ownership),
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        if (
          !isAwsError(
            error,
            'EntityAlreadyExistsException',
            'EntityAlreadyExists',
          )
        ) {
          throw error;
        }
      }
    },

    async update({ signal }) {
      await client.send(
        new AddClientIDToOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: arn,
          ClientID: IRSA_AUDIENCE,
        }),
        { abortSignal: signal },
      );
    },

    async delete({ signal }) {
      await client.send(
        new DeleteOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: arn,
        }),
        { abortSignal: signal },
      );
    },

    output: () => result,
    predict: () => result,
    adopted: observed => observed.owner !== owner,
  };
}
