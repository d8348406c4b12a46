import {
  GetOpenIDConnectProviderCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import type { OidcProviderOutput } from './oidcProvider';
import { IRSA_AUDIENCE, issuerHostPath } from './oidcProviderChanges';

/** What is known of the provider; no audiences when there is none. */
export interface ObservedExistingProvider {
  readonly audiences?: readonly string[];
}

const ENSURE =
  'Run vault-eks:oidc-provider:ensure for this cluster first, or ask whoever looks after IAM.';

/** IAM's trust in the EKS cluster, for a role that is made alone: it is found and judged, and never changed. */
export function existingOidcProvider(options: {
  readonly client: IAMClient;
  /** `https://…` */
  readonly issuer: string;
  readonly arn: string;
}): ManagedResource<ObservedExistingProvider, OidcProviderOutput> {
  const { client, issuer, arn } = options;
  const output = { arn, issuer: issuerHostPath(issuer) };
  const untouched = async () => {
    // A plan that finds it wanting refuses.
  };
  return {
    title: `IAM OIDC provider ${issuerHostPath(issuer)}`,
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
      return { audiences: answer && (answer.ClientIDList ?? []) };
    },
    diff({ audiences }): readonly Change[] {
      if (!audiences) {
        const refusal = `the account has no OIDC provider for the cluster's issuer, so no pod can assume a role. ${ENSURE}`;
        return [{ field: 'provider', to: arn, refusal }];
      }
      if (!audiences.includes(IRSA_AUDIENCE)) {
        const refusal = `it lacks the audience ${IRSA_AUDIENCE}, for which EKS issues the tokens of the pods. ${ENSURE}`;
        return [{ field: 'audiences', to: IRSA_AUDIENCE, refusal }];
      }
      return [];
    },
    ...{ create: untouched, update: untouched, delete: untouched },
    output: () => output,
    adopted: () => true,
  };
}
