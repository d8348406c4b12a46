import type { BarrierView } from '../../barrier/BarrierView';
import type { Backend } from '../../logical/Backend';
import { ErrorResponse, VaultError } from '../../logical/errors';
import type { BackendRequest } from '../../logical/Request';
import { flag, text, texts } from '../../util/json';
import type { Login } from '../login';
import { roleKey, rolePaths } from '../rolePaths';
import { tokenFields, type TokenFields } from '../tokenFields';
import {
  reviewToken,
  type KubeRequest,
  type KubernetesConfig,
  type LocalIdentity,
  type ReviewedAccount,
} from './TokenReviewer';

interface Role extends TokenFields {
  readonly alias_name_source: string;
  readonly audience: string;
  readonly bound_service_account_names: readonly string[];
  readonly bound_service_account_namespace_selector: string;
  readonly bound_service_account_namespaces: readonly string[];
}

/** `auth/kubernetes`: service-account tokens, reviewed by the cluster. */
export function kubernetesBackend(options: {
  readonly view: BarrierView;
  readonly login: Login;
  readonly local: LocalIdentity;
  readonly request: KubeRequest;
}): Backend {
  const { view } = options;
  return {
    type: 'kubernetes',
    paths: [
      {
        pattern: /^config$/,
        operations: {
          read: async () => {
            const config = await view.get<KubernetesConfig>('config');
            return config && { data: shown(config) };
          },
          update: async ({ data }) => {
            const host = text(data, 'kubernetes_host');
            if (!host) throw new ErrorResponse('no host provided');
            const config: KubernetesConfig = {
              kubernetes_host: host,
              kubernetes_ca_cert: text(data, 'kubernetes_ca_cert') ?? '',
              disable_local_ca_jwt: flag(data, 'disable_local_ca_jwt') ?? false,
              token_reviewer_jwt: text(data, 'token_reviewer_jwt') ?? '',
              issuer: text(data, 'issuer') ?? '',
              disable_iss_validation:
                flag(data, 'disable_iss_validation') ?? true,
              use_annotations_as_alias_metadata:
                flag(data, 'use_annotations_as_alias_metadata') ?? false,
            };
            await view.put('config', config);
            return undefined;
          },
        },
      },
      ...rolePaths<Role>({ view, listed: /^role\/?$/, readRole }),
      {
        pattern: /^login$/,
        unauthenticated: true,
        operations: {
          update: async request => {
            const name = text(request.data, 'role');
            if (!name) throw new ErrorResponse('missing role');
            const jwt = text(request.data, 'jwt');
            if (!jwt) throw new ErrorResponse('missing jwt');
            const role = await view.get<Role>(roleKey(name));
            if (!role) throw new ErrorResponse(`invalid role name "${name}"`);
            const config = await view.get<KubernetesConfig>('config');
            if (!config) {
              throw new VaultError(500, 'could not load backend configuration');
            }
            const account = await reviewToken({
              config,
              jwt,
              audience: role.audience,
              local: options.local,
              request: options.request,
            }).catch(() => undefined);
            if (!account || !isBound(role, account)) {
              throw new VaultError(403, 'permission denied');
            }
            return options.login({
              mount: request.mount,
              path: `${request.mount.path}login`,
              alias:
                role.alias_name_source === 'serviceaccount_name'
                  ? `${account.namespace}/${account.name}`
                  : account.uid,
              displayName: `${request.mount.path.slice(5, -1)}-${
                account.namespace
              }-${account.name}`,
              metadata: {
                role: name,
                service_account_name: account.name,
                service_account_namespace: account.namespace,
                service_account_secret_name: '',
                service_account_uid: account.uid,
              },
              fields: role,
            });
          },
        },
      },
    ],
  };
}

function readRole({ data }: BackendRequest, previous: Role | undefined): Role {
  const names =
    texts(data, 'bound_service_account_names') ??
    previous?.bound_service_account_names ??
    [];
  if (names.length === 0) {
    throw new ErrorResponse('"bound_service_account_names" can not be empty');
  }
  const namespaces =
    texts(data, 'bound_service_account_namespaces') ??
    previous?.bound_service_account_namespaces ??
    [];
  const selector =
    text(data, 'bound_service_account_namespace_selector') ??
    previous?.bound_service_account_namespace_selector ??
    '';
  if (namespaces.length === 0 && !selector) {
    throw new ErrorResponse(
      '"bound_service_account_namespaces" can not be empty if "bound_service_account_namespace_selector" is not set',
    );
  }
  return {
    alias_name_source:
      text(data, 'alias_name_source') ??
      previous?.alias_name_source ??
      'serviceaccount_uid',
    audience: text(data, 'audience') ?? previous?.audience ?? '',
    bound_service_account_names: names,
    bound_service_account_namespace_selector: selector,
    bound_service_account_namespaces: namespaces,
    ...tokenFields(data, previous),
  };
}

function isBound(role: Role, account: ReviewedAccount): boolean {
  const accepts = (bound: readonly string[], value: string) =>
    bound.some(pattern =>
      pattern.endsWith('*')
        ? value.startsWith(pattern.slice(0, -1))
        : pattern === value,
    );
  return (
    accepts(role.bound_service_account_names, account.name) &&
    accepts(role.bound_service_account_namespaces, account.namespace)
  );
}

function shown(config: KubernetesConfig) {
  const { token_reviewer_jwt, ...open } = config;
  return {
    ...open,
    pem_keys: [],
    token_reviewer_jwt_set: token_reviewer_jwt !== '',
  };
}
