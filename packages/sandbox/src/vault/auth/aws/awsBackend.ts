import { randomUUID } from 'node:crypto';
import type { BarrierView } from '../../barrier/BarrierView';
import type { Backend } from '../../logical/Backend';
import { ErrorResponse } from '../../logical/errors';
import type { BackendRequest } from '../../logical/Request';
import { described } from '../../util/described';
import { flag, text, texts } from '../../util/json';
import type { Login } from '../login';
import { roleKey, rolePaths } from '../rolePaths';
import { tokenFields, type TokenFields } from '../tokenFields';
import type { AskSts, CallerIdentity } from './callerIdentity';
import { readLogin } from './loginRequest';

interface ClientConfig {
  readonly sts_endpoint: string;
  readonly sts_region: string;
  readonly iam_server_id_header_value: string;
}

interface Role extends TokenFields {
  readonly auth_type: 'iam';
  readonly role_id: string;
  readonly bound_iam_principal_arn: readonly string[];
  readonly bound_account_id: readonly string[];
  readonly resolve_aws_unique_ids: boolean;
}

/** `auth/aws` of type iam: a signed request to STS, which says who signed it. EC2 logins are not here. */
export function awsBackend(options: {
  readonly view: BarrierView;
  readonly login: Login;
  readonly askSts: AskSts;
}): Backend {
  const { view, login, askSts } = options;

  const logIn = async ({ data, mount }: BackendRequest) => {
    const config = await view.get<ClientConfig>('config/client');
    const signed = readLogin(data, config?.iam_server_id_header_value);
    const caller = await askSts(signed).catch(error => {
      throw new ErrorResponse(
        `error making upstream request: ${described(error)}`,
      );
    });
    const { friendlyName, session, canonicalArn } = principalOf(caller);
    const name = text(data, 'role') ?? friendlyName;
    const role = await view.get<Role>(roleKey(name));
    if (!role) throw new ErrorResponse(`entry for role "${name}" not found`);
    if (!isBound(role, canonicalArn, caller)) {
      throw new ErrorResponse(
        `IAM Principal "${caller.arn}" does not belong to the role "${name}"`,
      );
    }
    return login({
      mount,
      path: `${mount.path}login`,
      // The default of `iam_alias`.
      alias: role.role_id,
      displayName: `${mount.path.slice(5, -1)}-${session ?? friendlyName}`,
      metadata: {
        account_id: caller.account,
        auth_type: 'iam',
        canonical_arn: canonicalArn,
        client_arn: caller.arn,
        client_user_id: caller.userId.split(':')[0],
        role_id: role.role_id,
      },
      fields: role,
    });
  };

  return {
    type: 'aws',
    paths: [
      {
        pattern: /^config\/client$/,
        exists: async () => (await view.get('config/client')) !== undefined,
        operations: {
          read: async () => {
            const config = await view.get<ClientConfig>('config/client');
            return config && { data: { access_key: '', ...config } };
          },
          update: async ({ data }) => {
            const before = await view.get<ClientConfig>('config/client');
            const field = (name: keyof ClientConfig) =>
              text(data, name) ?? before?.[name] ?? '';
            await view.put('config/client', {
              sts_endpoint: field('sts_endpoint'),
              sts_region: field('sts_region'),
              iam_server_id_header_value: field('iam_server_id_header_value'),
            });
            return undefined;
          },
          delete: async () => {
            await view.delete('config/client');
            return undefined;
          },
        },
      },
      ...rolePaths<Role>({ view, listed: /^roles?\/?$/, readRole }),
      {
        pattern: /^login$/,
        unauthenticated: true,
        operations: { update: logIn },
      },
    ],
  };
}

function readRole({ data }: BackendRequest, before: Role | undefined): Role {
  const type = text(data, 'auth_type') ?? before?.auth_type;
  if (type !== 'iam') {
    throw new ErrorResponse('the sandbox has roles of auth_type iam only');
  }
  const principals =
    texts(data, 'bound_iam_principal_arn') ??
    before?.bound_iam_principal_arn ??
    [];
  const accounts =
    texts(data, 'bound_account_id') ?? before?.bound_account_id ?? [];
  if (principals.length + accounts.length === 0) {
    throw new ErrorResponse(
      'at least be one bound parameter should be specified on the role',
    );
  }
  const resolve =
    flag(data, 'resolve_aws_unique_ids') ??
    before?.resolve_aws_unique_ids ??
    true;
  if (before && before.resolve_aws_unique_ids && !resolve) {
    throw new ErrorResponse(
      'changing resolve_aws_unique_ids from true to false is not allowed',
    );
  }
  if (resolve && principals.length > 0) {
    // Vault would call iam:GetRole or iam:GetUser, for which its role has no right.
    throw new ErrorResponse(
      `unable to resolve ARN "${principals[0]}" to internal ID: AccessDenied`,
    );
  }
  return {
    auth_type: 'iam',
    role_id: before?.role_id ?? randomUUID(),
    bound_iam_principal_arn: principals,
    bound_account_id: accounts,
    resolve_aws_unique_ids: resolve,
    ...tokenFields(data, before),
  };
}

function principalOf({ arn }: CallerIdentity) {
  const [, partition, account, kind, rest] =
    /^arn:([^:]+):(?:iam|sts)::(\d+):(assumed-role|user|role)\/(.+)$/.exec(
      arn,
    ) ?? [];
  if (!kind) throw new ErrorResponse(`unrecognized entity type in "${arn}"`);
  const parts = rest.split('/');
  const assumed = kind === 'assumed-role';
  const friendlyName = assumed ? parts[0] : parts[parts.length - 1];
  return {
    friendlyName,
    session: assumed ? parts[1] : undefined,
    // STS does not tell the path of a role, so Vault leaves paths out.
    canonicalArn: `arn:${partition}:iam::${account}:${
      assumed ? 'role' : kind
    }/${friendlyName}`,
  };
}

function isBound(role: Role, canonicalArn: string, caller: CallerIdentity) {
  const { bound_iam_principal_arn: arns, bound_account_id: accounts } = role;
  return (
    (arns.length === 0 ||
      arns.some(bound =>
        bound.endsWith('*')
          ? canonicalArn.startsWith(bound.slice(0, -1))
          : bound === canonicalArn,
      )) &&
    (accounts.length === 0 || accounts.includes(caller.account))
  );
}
