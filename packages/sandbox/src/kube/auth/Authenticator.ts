import type { AwsAuthority, ClusterIdentity } from '../../world';
import { unauthorized } from '../api/ApiError';
import type { ServiceAccountTokens } from './ServiceAccountTokens';
import { ANONYMOUS, UserInfo } from './UserInfo';

const EKS_TOKEN = 'k8s-aws-v1.';

/** Finds out who a request is from. */
export class Authenticator {
  constructor(
    private readonly options: {
      readonly cluster: Pick<ClusterIdentity, 'name'>;
      readonly authority: AwsAuthority;
      readonly tokens: ServiceAccountTokens;
    },
  ) {}

  /** The caller of a request with this `Authorization` header; throws 401 for credentials that are not valid. */
  async authenticate(header: string | undefined): Promise<UserInfo> {
    const [, token] = /^Bearer (\S+)$/i.exec(header ?? '') ?? [];
    if (!token) return ANONYMOUS;
    if (token.startsWith(EKS_TOKEN)) return this.eksUser(token);
    try {
      return (await this.options.tokens.verify(token)).user;
    } catch {
      throw unauthorized();
    }
  }

  private async eksUser(token: string): Promise<UserInfo> {
    const { authority, cluster } = this.options;
    const caller = await authority
      .verifyEksToken(token, cluster.name)
      .catch(() => {
        throw unauthorized();
      });
    const access = authority.accessOf(cluster.name, caller.arn);
    if (!access) throw unauthorized();
    const session = caller.arn.split('/').at(-1) ?? '';
    return {
      username: access.username,
      uid: `aws-iam-authenticator:${caller.account}:${caller.userId}`,
      groups: [...access.groups, 'system:authenticated'],
      extra: { arn: [caller.arn], sessionName: [session] },
      accessPolicies: access.policies,
      namespacedAccessPolicies: access.namespacedPolicies,
    };
  }
}
