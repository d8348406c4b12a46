import { EndpointPolicy, narrowPolicy } from '../../resources/aws';
import { roleArn, tableArn } from '../aws/arns';
import type { ThingContext } from '../context';

/**
 * What each endpoint that is made lets through. Table and role have ARNs that are known beforehand, so their endpoints
 * wait for nothing; that of KMS waits for the key, which takes seconds where the endpoint takes minutes.
 */
export function endpointPolicies(ctx: ThingContext) {
  const narrow = ctx.spec.endpoints.policy === 'narrow';
  const role = roleArn(ctx);
  const policy = (
    service: 'dynamodb' | 'kms' | 'sts',
    resource: string,
  ): EndpointPolicy =>
    narrow ? narrowPolicy({ service, resource, roleArn: role }) : 'wide';
  return {
    dynamodb: policy('dynamodb', tableArn(ctx)),
    kms: (key: { readonly arn: string } | undefined) =>
      key ? policy('kms', key.arn) : ('wide' as const),
    sts: policy('sts', role),
  };
}
