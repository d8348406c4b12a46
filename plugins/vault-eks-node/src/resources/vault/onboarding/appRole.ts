import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { AppSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { APP_POLICIES } from '../auth/policies/app';
import { AUTH_PATH, LOGIN_AUDIENCE, OPERATOR } from '../auth/roles';
import { widenedBy, wideningFields } from '../auth/wideningFields';
import { observeWhenUp } from '../observeWhenUp';
import type { OpenSession, VaultSession } from '../session/VaultSession';
import { appNames } from './appNames';

const roleAnswer = z.object({
  data: z.object({
    bound_service_account_names: z.array(z.string()),
    bound_service_account_namespaces: z.array(z.string()),
    token_policies: z.array(z.string()).nullish(),
    audience: z.string().optional(),
    token_ttl: z.number().optional(),
    token_type: z.string().optional(),
    ...wideningFields.shape,
  }),
});

/** The role as it is; none where the application is not in Vault. */
export interface ObservedAppRole {
  readonly role?: z.output<typeof roleAnswer>['data'];
}

/** `undefined` when the operator may not look: a role that it cannot see is not one that is gone. */
async function look(
  { client, token }: OpenSession,
  path: string,
  ctx: OperationContext,
): Promise<ObservedAppRole | undefined> {
  try {
    const { data } = await client.call(
      { method: 'GET', path, token, signal: ctx.signal },
      roleAnswer,
    );
    return { role: data };
  } catch (error) {
    if (error instanceof NotFoundError) {
      return {};
    }
    if (error instanceof NotAllowedError) {
      return undefined;
    }
    throw error;
  }
}

const OURS: readonly string[] = Object.values(APP_POLICIES);

/**
 * The role by which one application logs in, or its absence. The operator writes it: its policy is one of two that open
 * nothing but the path of whoever logs in, which Vault itself enforces.
 */
export function appRole(options: {
  readonly session: VaultSession;
  readonly app: AppSpec;
  readonly wanted: 'present' | 'absent';
}): ManagedResource<ObservedAppRole, { readonly name: string }> {
  const { session, app, wanted } = options;
  const { role: name, policy } = appNames(app);
  const path = `auth/${AUTH_PATH}/role/${name}`;
  const fields = {
    bound_service_account_names: [app.serviceAccount],
    bound_service_account_namespaces: [app.namespace],
    audience: LOGIN_AUDIENCE,
    // As text: the operator's policy compares it with the policies that it may give.
    token_policies: policy,
    token_type: 'batch',
    token_ttl: app.tokenTtlSeconds,
  } as const;

  // Vault wants the `required_parameters` of a policy from a read, too (`vault/acl.go`): as its query, where they say nothing.
  const asked = new URLSearchParams(
    Object.entries(fields).map(([field, value]) => [field, `${value}`]),
  );

  const DELETE = { method: 'DELETE' } as const;
  const POST = { method: 'POST', body: fields } as const;

  const bring = async (ctx: OperationContext, observed?: ObservedAppRole) =>
    session.as(OPERATOR, ctx, async ({ client, token }) => {
      // A write leaves alone what it does not name, and the operator may name no other field: the role is made anew.
      const anew = observed?.role && widenedBy(observed.role).length > 0;
      const writes = anew ? [DELETE, POST] : [POST];
      try {
        for (const write of wanted === 'present' ? writes : [DELETE]) {
          await client.run({ path, token, signal: ctx.signal, ...write });
        }
      } catch (error) {
        throw error instanceof NotAllowedError
          ? new NotAllowedError(
              `Policy ${OPERATOR.policy} of this Vault lets no application in or out; run its deploy, or vault-eks:vault:configure, once more, which writes that policy anew`,
              error,
            )
          : error;
      }
    });

  const isOurs = ({ token_policies }: NonNullable<ObservedAppRole['role']>) =>
    (token_policies ?? []).every(held => OURS.includes(held));

  return {
    title:
      wanted === 'present'
        ? `Login role ${name} for service account ${app.namespace}/${app.serviceAccount}`
        : `No login role ${name}`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async open => {
          const found = await look(open, `${path}?${asked}`, ctx);
          return found?.role || wanted === 'absent' ? found : undefined;
        }),
      ),
    diff({ role }): readonly Change[] {
      if (!role) {
        return [];
      }
      if (!isOurs(role)) {
        return [
          {
            field: 'token_policies',
            from: `${role.token_policies}`,
            refusal: `Role ${path} gives ${role.token_policies}, which no onboarding does, so others made it and it is left as it is. Delete it (\`vault delete ${path}\`) and run again.`,
          },
        ];
      }
      if (wanted === 'absent') {
        return [{ field: 'role', from: name, to: 'none' }];
      }
      const others = Object.entries(fields).flatMap(
        ([field, value]): Change[] => {
          const now = role[field as keyof typeof fields];
          return `${now}` === `${value}`
            ? []
            : [{ field, from: `${now ?? ''}` || undefined, to: `${value}` }];
        },
      );
      return [...others, ...widenedBy(role)];
    },
    create: ctx => bring(ctx),
    update: bring,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ name }),
    predict: () => ({ name }),
  };
}
