import { arn } from '../../connections/aws';
import type { ThingContext } from '../context';

/** The ARN of something in IAM, which has no regions. */
export const iamArn = ({ aws }: ThingContext, resource: string) =>
  arn(aws.region, { service: 'iam', account: aws.account, resource });

/** The ARN that Vault's role has or will have; its path is part of it. */
export const roleArn = (ctx: ThingContext) =>
  iamArn(ctx, `role${ctx.spec.role.path}${ctx.names.role}`);

/** The ARN that the table has or will have. */
export const tableArn = ({ aws, names }: ThingContext) =>
  arn(aws.region, {
    service: 'dynamodb',
    region: aws.region,
    account: aws.account,
    resource: `table/${names.table}`,
  });
