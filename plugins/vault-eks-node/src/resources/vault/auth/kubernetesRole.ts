import { z } from 'zod/v3';
import { NotFoundError } from '@backstage/errors';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { observeWhenUp } from '../observeWhenUp';
import type { VaultSession } from '../session/VaultSession';
import { AUTH_PATH, LOGIN_AUDIENCE, LoginRole, OPERATOR } from './roles';
import { narrowing, widenedBy, wideningFields } from './wideningFields';

const roleAnswer = z.object({
  data: z.object({
    bound_service_account_names: z.array(z.string()),
    bound_service_account_namespaces: z.array(z.string()),
    token_policies: z.array(z.string()).nullish(),
    audience: z.string().optional(),
    token_ttl: z.number().optional(),
    token_max_ttl: z.number().optional(),
    token_type: z.string().optional(),
    ...wideningFields.shape,
  }),
});

type ObservedRole = z.output<typeof roleAnswer>['data'];

/** A role that lets one service account log in with one policy. */
export function kubernetesRole(options: {
  readonly session: VaultSession;
  readonly role: LoginRole;
  readonly admin: LoginRole;
}): ManagedResource<ObservedRole, { readonly name: string }> {
  const { session, role, admin } = options;
  const { namespace } = session.pods;
  const path = `auth/${AUTH_PATH}/role/${role.name}`;
  const wanted = {
    bound_service_account_names: [role.serviceAccount],
    bound_service_account_namespaces: [namespace],
    token_policies: [role.policy],
    audience: LOGIN_AUDIENCE,
    token_ttl: role.ttlSeconds,
    // No renewal goes beyond it.
    token_max_ttl: role.ttlSeconds,
    token_type: role.tokenType,
  } as const;

  const write = async (ctx: OperationContext, observed?: ObservedRole) =>
    session.as(admin, ctx, ({ client, token }) =>
      client.run({
        method: 'POST',
        path,
        body: observed ? { ...wanted, ...narrowing(observed) } : wanted,
        token,
        signal: ctx.signal,
      }),
    );

  return {
    title: `Login role ${role.name} for service account ${namespace}/${role.serviceAccount}`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async ({ client, token }) => {
          try {
            const { data } = await client.call(
              { method: 'GET', path, token, signal: ctx.signal },
              roleAnswer,
            );
            return data;
          } catch (error) {
            if (error instanceof NotFoundError) {
              return undefined;
            }
            throw error;
          }
        }),
      ),
    diff(observed) {
      return [
        ...Object.entries(wanted).flatMap(([field, value]): Change[] => {
          const now = observed[field as keyof typeof wanted];
          const from = now === undefined || now === null ? undefined : `${now}`;
          return from === `${value}` ? [] : [{ field, from, to: `${value}` }];
        }),
        ...widenedBy(observed),
      ];
    },
    create: ctx => write(ctx),
    update: write,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ name: role.name }),
    predict: () => ({ name: role.name }),
  };
}
