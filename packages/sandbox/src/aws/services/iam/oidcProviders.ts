import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import { alreadyExists, iamPage, mergeTags, noSuchEntity } from './answers';
import type { IamState } from './IamState';

/** OIDC providers, through which service accounts assume roles. */
export function oidcProviderOperations(
  state: IamState,
): OperationsOf<typeof sdk> {
  const find = (arn: string | undefined, context: CallContext) => {
    const provider = state.providers.get(arn ?? '');
    if (!provider || !context.sees('iam', provider.createdAt)) {
      throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
    }
    return provider;
  };

  return {
    CreateOpenIDConnectProvider: (input, { account, now }) => {
      const issuer = input.Url ?? '';
      if (!issuer.startsWith('https://')) {
        throw new AwsError(
          'ValidationError',
          `Invalid Open ID Connect Provider URL`,
        );
      }
      const url = issuer.slice('https://'.length).replace(/\/$/, '');
      const arn = `arn:aws:iam::${account}:oidc-provider/${url}`;
      if (state.providers.get(arn)) {
        throw alreadyExists(`Provider with url ${issuer} already exists.`);
      }
      state.providers.set(arn, {
        arn,
        url,
        clientIds: input.ClientIDList ?? [],
        // Left out, IAM fetches the thumbprint of the issuer's certificate itself.
        thumbprints: input.ThumbprintList ?? [
          createHash('sha1').update(url).digest('hex'),
        ],
        createdAt: now.getTime(),
        tags: mergeTags([], input.Tags),
      });
      return { OpenIDConnectProviderArn: arn, Tags: input.Tags };
    },

    GetOpenIDConnectProvider: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      return {
        Url: provider.url,
        ClientIDList: [...provider.clientIds],
        ThumbprintList: [...provider.thumbprints],
        CreateDate: new Date(provider.createdAt),
        Tags: [...provider.tags],
      };
    },

    ListOpenIDConnectProviders: (_input, context) => ({
      OpenIDConnectProviderList: state.providers
        .filter(provider => context.sees('iam', provider.createdAt))
        .map(provider => ({ Arn: provider.arn })),
    }),

    AddClientIDToOpenIDConnectProvider: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      const clientIds = new Set([...provider.clientIds, input.ClientID ?? '']);
      state.providers.patch(provider.arn, { clientIds: [...clientIds] });
      return {};
    },

    RemoveClientIDFromOpenIDConnectProvider: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      state.providers.patch(provider.arn, {
        clientIds: provider.clientIds.filter(id => id !== input.ClientID),
      });
      return {};
    },

    TagOpenIDConnectProvider: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      state.providers.patch(provider.arn, {
        tags: mergeTags(provider.tags, input.Tags),
      });
      return {};
    },

    UntagOpenIDConnectProvider: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      state.providers.patch(provider.arn, {
        tags: provider.tags.filter(
          tag => !input.TagKeys?.includes(tag.Key ?? ''),
        ),
      });
      return {};
    },

    ListOpenIDConnectProviderTags: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      const { items, ...page } = iamPage(provider.tags, input);
      return { ...page, Tags: items };
    },

    DeleteOpenIDConnectProvider: (input, context) => {
      const provider = find(input.OpenIDConnectProviderArn, context);
      state.providers.delete(provider.arn);
      return {};
    },
  };
}
