import { NotFoundError } from '@backstage/errors';
import { z } from 'zod/v3';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { observeWhenUp } from '../observeWhenUp';
import type { OpenSession, VaultSession } from '../session/VaultSession';
import { listMounts } from './mounts';
import type { Policy } from './policies/Policy';
import { readSetting } from './readSetting';
import { AUTH_PATH, LoginRole, OPERATOR } from './roles';

const policyAnswer = z.object({ data: z.object({ policy: z.string() }) });

/** A policy as it is, and as it should be in this very Vault. */
export interface ObservedPolicy {
  readonly rules: string;
  readonly wanted: string;
}

/** One ACL policy. */
export function vaultPolicy(options: {
  readonly session: VaultSession;
  readonly policy: Policy;
  readonly admin: LoginRole;
  /** Why one that is there with other rules is left as it is, with the fix; written anew when left out. */
  readonly keepBecause?: string;
}): ManagedResource<ObservedPolicy, { readonly name: string }> {
  const { session, policy, admin, keepBecause } = options;
  const path = `sys/policies/acl/${policy.name}`;

  const wantedRules = async (open: OpenSession, ctx: OperationContext) => {
    if (typeof policy.rules === 'string') {
      return policy.rules;
    }
    const accessor = (await listMounts(open, 'auth', ctx)).get(
      AUTH_PATH,
    )?.accessor;
    if (!accessor) {
      throw new NotFoundError(
        `Auth method ${AUTH_PATH}/ is not enabled, and policy ${policy.name} speaks of it`,
      );
    }
    return policy.rules(accessor);
  };

  const write = async (ctx: OperationContext) =>
    session.as(admin, ctx, async open =>
      open.client.run({
        method: 'PUT',
        path,
        body: { policy: await wantedRules(open, ctx) },
        token: open.token,
        signal: ctx.signal,
      }),
    );

  return {
    title: `Policy ${policy.name} (${policy.purpose})`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async open => {
          const found = await readSetting(open, path, policyAnswer, ctx);
          return (
            found && {
              rules: found.data.policy,
              wanted: await wantedRules(open, ctx),
            }
          );
        }),
      ),
    diff: ({ rules, wanted }) =>
      rules.trim() === wanted.trim()
        ? []
        : [
            {
              field: 'rules',
              from: 'other rules',
              to: 'the wanted rules',
              refusal:
                keepBecause && `Policy ${policy.name} is other: ${keepBecause}`,
            },
          ],
    create: write,
    update: write,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ name: policy.name }),
    predict: () => ({ name: policy.name }),
  };
}
