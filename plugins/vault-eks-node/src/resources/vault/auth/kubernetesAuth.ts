import { z } from 'zod/v3';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { observeWhenUp } from '../observeWhenUp';
import type { OpenSession, VaultSession } from '../session/VaultSession';
import { listMounts, mount } from './mounts';
import { readSetting } from './readSetting';
import { AUTH_PATH, LoginRole, OPERATOR } from './roles';

/**
 * The API server as pods reach it. Vault reviews tokens with its own service account and the CA of its pod, so
 * neither is stored in Vault and neither can go stale.
 */
const KUBERNETES_HOST = 'https://kubernetes.default.svc';

const KIND = 'kubernetes';

const configAnswer = z.object({
  data: z.object({
    kubernetes_host: z.string(),
    disable_local_ca_jwt: z.boolean().optional(),
  }),
});

/** What is known of the auth method. */
export interface ObservedKubernetesAuth {
  /** What is mounted there. */
  readonly type: string;
  readonly host?: string;
  readonly localIdentityDisabled: boolean;
}

/** The auth method by which pods, the injector's agents, administrators and the product itself log in. */
export function kubernetesAuth(options: {
  readonly session: VaultSession;
  readonly admin: LoginRole;
}): ManagedResource<ObservedKubernetesAuth, { readonly path: string }> {
  const { session, admin } = options;

  const look = async (
    open: OpenSession,
    ctx: OperationContext,
  ): Promise<ObservedKubernetesAuth | undefined> => {
    const mounts = await listMounts(open, 'auth', ctx);
    const { type } = mounts.get(AUTH_PATH) ?? {};
    if (type !== KIND) {
      return type === undefined
        ? undefined
        : { type, localIdentityDisabled: false };
    }
    const config = await readSetting(
      open,
      `auth/${AUTH_PATH}/config`,
      configAnswer,
      ctx,
    );
    return {
      type,
      host: config?.data.kubernetes_host,
      localIdentityDisabled: config?.data.disable_local_ca_jwt === true,
    };
  };

  const configure = async (ctx: OperationContext) =>
    session.as(admin, ctx, async open => {
      await mount(open, `sys/auth/${AUTH_PATH}`, { type: KIND }, ctx);
      await open.client.run({
        method: 'POST',
        path: `auth/${AUTH_PATH}/config`,
        body: {
          kubernetes_host: KUBERNETES_HOST,
          disable_local_ca_jwt: false,
        },
        token: open.token,
        signal: ctx.signal,
      });
    });

  return {
    title: `Auth method ${AUTH_PATH}/`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async open => look(open, ctx)),
      ),
    diff({ type, host, localIdentityDisabled }) {
      if (type !== KIND) {
        return [
          {
            field: 'type',
            from: type,
            to: KIND,
            refusal: `Auth method ${AUTH_PATH}/ is of type ${type}, so others enabled it and it is left as it is; agents and this product log in there. Move it away (\`vault auth move auth/${AUTH_PATH} auth/other\`) and run again.`,
          },
        ];
      }
      return [
        ...(host === KUBERNETES_HOST
          ? []
          : [{ field: 'kubernetes_host', from: host, to: KUBERNETES_HOST }]),
        ...(localIdentityDisabled
          ? [{ field: 'disable_local_ca_jwt', from: 'true', to: 'false' }]
          : []),
      ];
    },
    create: configure,
    update: configure,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ path: AUTH_PATH }),
    predict: () => ({ path: AUTH_PATH }),
  };
}
