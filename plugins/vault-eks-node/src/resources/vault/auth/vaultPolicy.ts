import { z } from 'zod/v3';
import { parseJson } from '../../../connections/parseJson';
import { vaultReason } from '../../../connections/vault';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { observeWhenUp } from '../observeWhenUp';
import type { VaultSession } from '../session/VaultSession';
import type { Policy } from './policies/Policy';
import { LoginRole, OPERATOR } from './roles';

const policyAnswer = z.object({ data: z.object({ policy: z.string() }) });

/** One ACL policy. */
export function vaultPolicy(options: {
  readonly session: VaultSession;
  readonly policy: Policy;
  readonly admin: LoginRole;
}): ManagedResource<{ readonly rules: string }, { readonly name: string }> {
  const { session, policy, admin } = options;
  const path = `sys/policies/acl/${policy.name}`;

  const write = async (ctx: OperationContext) =>
    session.as(admin, ctx, ({ client, token }) =>
      client.run({
        method: 'PUT',
        path,
        body: { policy: policy.rules },
        token,
        signal: ctx.signal,
      }),
    );

  return {
    title: `Policy ${policy.name} (${policy.purpose})`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async ({ client, token }) => {
          const answer = await client.send({
            method: 'GET',
            path,
            token,
            signal: ctx.signal,
          });
          if (answer.status === 404) {
            return undefined;
          }
          if (answer.status !== 200) {
            throw new ServiceUnavailableError(
              `Vault answered ${answer.status} to GET ${path}: ${
                vaultReason(answer.body) ?? 'no reason given'
              }`,
            );
          }
          const { data } = policyAnswer.parse(parseJson(answer.body));
          return { rules: data.policy };
        }),
      ),
    diff: ({ rules }) =>
      rules.trim() === policy.rules.trim()
        ? []
        : [{ field: 'rules', from: 'other rules', to: 'the wanted rules' }],
    create: write,
    update: write,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ name: policy.name }),
    predict: () => ({ name: policy.name }),
  };
}
