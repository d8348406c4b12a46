import { z } from 'zod/v3';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../../engine/ManagedResource';
import { observeWhenUp } from '../../observeWhenUp';
import type { VaultSession } from '../../session/VaultSession';
import { listMounts } from '../mounts';
import { ADMIN_POLICY } from '../policies/admin';
import { readSetting } from '../readSetting';
import {
  ADMIN_ROLE,
  ADMIN_TTL_SECONDS,
  AWS_AUTH_PATH,
  LoginRole,
  OPERATOR,
} from '../roles';
import { canonicalPrincipal } from './canonicalPrincipal';

const PATH = `auth/${AWS_AUTH_PATH}/role/${ADMIN_ROLE}`;

const roleAnswer = z.object({
  data: z.object({
    auth_type: z.string(),
    bound_iam_principal_arn: z.array(z.string()).nullish(),
    resolve_aws_unique_ids: z.boolean().optional(),
    token_policies: z.array(z.string()).nullish(),
    token_ttl: z.number().optional(),
    token_max_ttl: z.number().optional(),
    token_period: z.number().optional(),
  }),
});

/** The role as it is; none where nobody logs in so. */
export interface ObservedAwsRole {
  readonly role?: z.output<typeof roleAnswer>['data'];
}

/**
 * The role by which IAM principals log in as administrators. It is looked at although the spec names none: whom the spec
 * does not name any more must not stay an administrator.
 */
export function awsAdminRole(options: {
  readonly session: VaultSession;
  readonly admin: LoginRole;
  readonly principals: readonly string[];
}): ManagedResource<ObservedAwsRole, { readonly name: string }> {
  const { session, admin } = options;
  const principals = [
    ...new Set(options.principals.map(canonicalPrincipal)),
  ].sort();
  const wanted = {
    auth_type: 'iam',
    bound_iam_principal_arn: principals,
    resolve_aws_unique_ids: false,
    token_policies: [ADMIN_POLICY.name],
    token_ttl: ADMIN_TTL_SECONDS,
    // No renewal goes beyond it.
    token_max_ttl: ADMIN_TTL_SECONDS,
    token_period: 0,
  } as const;

  const bring = async (ctx: OperationContext) =>
    session.as(admin, ctx, ({ client, token }) =>
      client.run({
        path: PATH,
        token,
        signal: ctx.signal,
        ...(principals.length > 0
          ? { method: 'POST', body: wanted }
          : { method: 'DELETE' }),
      }),
    );

  const changes = (role: NonNullable<ObservedAwsRole['role']>): Change[] => {
    const now = {
      ...role,
      bound_iam_principal_arn: [...(role.bound_iam_principal_arn ?? [])].sort(),
    };
    return (
      [
        'auth_type',
        'bound_iam_principal_arn',
        'resolve_aws_unique_ids',
        'token_policies',
        'token_ttl',
        'token_max_ttl',
        'token_period',
      ] as const
    ).flatMap((field): Change[] => {
      const from = `${now[field] ?? ''}`;
      const to = `${wanted[field]}`;
      if (from === to) {
        return [];
      }
      // Vault refuses to stop looking up unique ids.
      const refusal =
        field === 'resolve_aws_unique_ids'
          ? `Role ${PATH} looks up unique ids, which needs rights on IAM that Vault's role does not have. Delete it (\`vault delete ${PATH}\`) and run again.`
          : undefined;
      return [{ field, from: from || undefined, to, refusal }];
    });
  };

  return {
    title:
      principals.length > 0
        ? `Login role ${ADMIN_ROLE} for ${principals.join(', ')}`
        : `Login role ${ADMIN_ROLE} for IAM principals (none)`,
    async observe(ctx) {
      const observed = await observeWhenUp(() =>
        session.as(OPERATOR, ctx, async open => {
          const mounts = await listMounts(open, 'auth', ctx);
          if (mounts.get(AWS_AUTH_PATH)?.type !== 'aws') {
            return principals.length > 0 ? undefined : {};
          }
          const found = await readSetting(open, PATH, roleAnswer, ctx);
          return found || principals.length === 0
            ? { role: found?.data }
            : undefined;
        }),
      );
      // A Vault that is still to come has no such role either.
      return observed ?? (principals.length === 0 ? {} : undefined);
    },
    diff({ role }) {
      if (principals.length > 0) {
        return role ? changes(role) : [];
      }
      return role
        ? [
            {
              field: 'bound_iam_principal_arn',
              from: `${role.bound_iam_principal_arn ?? ''}`,
              to: 'none',
            },
          ]
        : [];
    },
    create: bring,
    update: bring,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ name: ADMIN_ROLE }),
    predict: () => ({ name: ADMIN_ROLE }),
  };
}
