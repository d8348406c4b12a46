import {
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** What each SDK client is made with. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: number;
}

/** Statements of an IAM policy, as its JSON has them. */
export type Statements = readonly object[];

/** The JSON of a policy of these statements. */
export function policyOf(...statements: Statements): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A role, and what the clients of somebody who has assumed it are made with. */
export interface AssumedRole {
  readonly arn: string;
  readonly client: ClientConfig;
}

/** Makes a role with these rights and nothing else, by IAM's own API, and assumes it. */
export async function assumeNewRole(
  admin: ClientConfig,
  options: {
    readonly name: string;
    /** Statements of its inline policy. */
    readonly allows: Statements;
    /** Statements of its permissions boundary, made for it; none when left out. */
    readonly boundary?: Statements;
    /** Statements of the session policy; none when left out. */
    readonly session?: Statements;
  },
): Promise<AssumedRole> {
  const { name, allows, boundary, session } = options;
  const iam = new IAMClient(admin);
  const sts = new STSClient(admin);
  try {
    const made = boundary
      ? await iam.send(
          new CreatePolicyCommand({
            PolicyName: `${name}-boundary`,
            PolicyDocument: policyOf(...boundary),
          }),
        )
      : undefined;
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: name,
        PermissionsBoundary: made?.Policy?.Arn,
        AssumeRolePolicyDocument: policyOf({
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    if (allows.length > 0) {
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: name,
          PolicyName: 'rights',
          PolicyDocument: policyOf(...allows),
        }),
      );
    }
    const { Credentials: keys } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: Role?.Arn,
        RoleSessionName: 'test',
        Policy: session && policyOf(...session),
      }),
    );
    return {
      arn: Role?.Arn ?? '',
      client: {
        ...admin,
        credentials: {
          accessKeyId: keys?.AccessKeyId ?? '',
          secretAccessKey: keys?.SecretAccessKey ?? '',
          sessionToken: keys?.SessionToken,
        },
      },
    };
  } finally {
    iam.destroy();
    sts.destroy();
  }
}
