import { z } from 'zod/v3';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../../engine/ManagedResource';
import { observeWhenUp } from '../../observeWhenUp';
import type { VaultSession } from '../../session/VaultSession';
import { listMounts, MADE_BY_US, mount } from '../mounts';
import { readSetting } from '../readSetting';
import { AWS_AUTH_PATH, LoginRole, OPERATOR } from '../roles';

const CONFIG = `auth/${AWS_AUTH_PATH}/config/client`;

const configAnswer = z.object({
  data: z.object({
    sts_endpoint: z.string().optional(),
    sts_region: z.string().optional(),
    iam_server_id_header_value: z.string().optional(),
  }),
});

/** The auth method as it is. */
export interface ObservedAwsAuth {
  readonly type: string;
  readonly ours: boolean;
  readonly config: z.output<typeof configAnswer>['data'];
}

/**
 * The auth method by which IAM principals log in. Vault sends their signed request to STS, which needs no right of its
 * own role: unique ids, for which it would call IAM, are not looked up.
 */
export function awsAuth(options: {
  readonly session: VaultSession;
  readonly admin: LoginRole;
  readonly region: string;
  /** Where Vault reaches STS. */
  readonly stsEndpoint: string;
  /** What a signed request must name, so that one for another Vault is not good for this. */
  readonly serverId: string;
}): ManagedResource<ObservedAwsAuth, { readonly path: string }> {
  const { session, admin, region, stsEndpoint, serverId } = options;
  const wanted = {
    sts_endpoint: stsEndpoint,
    sts_region: region,
    iam_server_id_header_value: serverId,
  } as const;

  const configure = async (ctx: OperationContext) =>
    session.as(admin, ctx, async open => {
      const body = { type: 'aws', description: MADE_BY_US };
      await mount(open, `sys/auth/${AWS_AUTH_PATH}`, body, ctx);
      const { type, description } =
        (await listMounts(open, 'auth', ctx)).get(AWS_AUTH_PATH) ?? {};
      // What others have mounted there at this very moment is refused when it is looked at again.
      if (type === 'aws' && description === MADE_BY_US) {
        await open.client.run({
          method: 'POST',
          path: CONFIG,
          body: wanted,
          token: open.token,
          signal: ctx.signal,
        });
      }
    });

  return {
    title: `Auth method ${AWS_AUTH_PATH}/`,
    observe: ctx =>
      observeWhenUp(() =>
        session.as(OPERATOR, ctx, async open => {
          const found = (await listMounts(open, 'auth', ctx)).get(
            AWS_AUTH_PATH,
          );
          if (!found) {
            return undefined;
          }
          const config = await readSetting(open, CONFIG, configAnswer, ctx);
          return {
            type: found.type,
            ours: found.type === 'aws' && found.description === MADE_BY_US,
            config: config?.data ?? {},
          };
        }),
      ),
    diff({ type, ours, config }) {
      if (!ours) {
        return [
          {
            field: 'owner',
            from: type,
            refusal: `Auth method ${AWS_AUTH_PATH}/ was enabled by others and is left as it is. Leave \`admin.awsPrincipals\` out and bind your administrators there by hand, or move it away (\`vault auth move auth/${AWS_AUTH_PATH} auth/other\`) and run again.`,
          },
        ];
      }
      return (
        ['sts_endpoint', 'sts_region', 'iam_server_id_header_value'] as const
      ).flatMap((field): Change[] =>
        config[field] === wanted[field]
          ? []
          : [{ field, from: config[field], to: wanted[field] }],
      );
    },
    create: configure,
    update: configure,
    async delete() {
      // It ends with Vault.
    },
    output: () => ({ path: AWS_AUTH_PATH }),
    predict: () => ({ path: AWS_AUTH_PATH }),
  };
}
