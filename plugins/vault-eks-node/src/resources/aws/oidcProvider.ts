import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  TagOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam';
import { isAwsError, isDenied, unlessAbsent } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import {
  IRSA_AUDIENCE,
  issuerHostPath,
  ObservedOidcProvider,
  oidcProviderChanges,
  OidcProviderOptions,
} from './oidcProviderChanges';
import { ownerIn, ownershipTags } from './ownership';
import { removalBy, tagsToPut } from './standing';

/** What trust policies need of the provider. */
export interface OidcProviderOutput {
  readonly arn: string;
  /** The issuer without its scheme, as condition keys name it. */
  readonly issuer: string;
}

const ABSENT = ['NoSuchEntityException', 'NoSuchEntity'];

const issuerIn = (arn: string) => arn.replace(/^.*:oidc-provider\//, '');

/**
 * IAM's trust in the service-account tokens of the EKS cluster. The cluster has one for all its workloads, so one that
 * exists is used, whoever made it.
 */
export function oidcProvider(
  options: OidcProviderOptions,
): ManagedResource<ObservedOidcProvider, OidcProviderOutput> {
  const { client, issuer, arn, ownership } = options;
  const { owner } = ownership;

  const lookAt = async (
    providerArn: string,
    abortSignal: AbortSignal,
  ): Promise<ObservedOidcProvider | undefined> => {
    const answer = await unlessAbsent(
      client.send(
        new GetOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: providerArn,
        }),
        { abortSignal },
      ),
      ...ABSENT,
    );
    return (
      answer && {
        arn: providerArn,
        clientIds: answer.ClientIDList ?? [],
        tags: answer.Tags ?? [],
      }
    );
  };

  /** One that was made of the same issuer in another spelling has another ARN; IAM lists them all in one answer. */
  const otherSpelling = async (abortSignal: AbortSignal) => {
    try {
      const { OpenIDConnectProviderList = [] } = await client.send(
        new ListOpenIDConnectProvidersCommand({}),
        { abortSignal },
      );
      return OpenIDConnectProviderList.find(
        ({ Arn = '' }) =>
          issuerHostPath(issuerIn(Arn)) === issuerHostPath(issuer),
      )?.Arn;
    } catch (error) {
      if (isDenied(error)) {
        return undefined;
      }
      throw error;
    }
  };

  return {
    title: `IAM OIDC provider ${issuerHostPath(issuer)}`,
    retain: options.unused
      ? undefined
      : 'other workloads of the EKS cluster may rely on it',

    async observe({ signal }) {
      const found = await lookAt(arn, signal);
      const other = found ? undefined : await otherSpelling(signal);
      return found ?? (other ? lookAt(other, signal) : undefined);
    },

    diff: observed => oidcProviderChanges(observed, options),

    async create({ signal }) {
      try {
        await client.send(
          new CreateOpenIDConnectProviderCommand({
            Url: `https://${issuerHostPath(issuer)}`,
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

    async update({ signal }, observed, changes) {
      const send = { abortSignal: signal };
      const OpenIDConnectProviderArn = observed.arn;
      if (changes.some(change => change.field === 'audiences')) {
        await client.send(
          new AddClientIDToOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn,
            ClientID: IRSA_AUDIENCE,
          }),
          send,
        );
      }
      const Tags =
        ownerIn(observed.tags) === owner
          ? tagsToPut(changes, observed.tags, ownership)
          : [];
      if (Tags.length > 0) {
        await client.send(
          new TagOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn,
            Tags,
          }),
          send,
        );
      }
    },

    async delete({ signal }, observed) {
      await unlessAbsent(
        client.send(
          new DeleteOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: observed.arn,
          }),
          { abortSignal: signal },
        ),
        ...ABSENT,
      );
    },

    output: observed => ({ arn: observed.arn, issuer: issuerIn(observed.arn) }),
    predict: () => ({ arn, issuer: issuerHostPath(issuer) }),
    adopted: observed => ownerIn(observed.tags) !== owner,
    removal: async ({ tags }) => removalBy(tags, ownership),
  };
}
