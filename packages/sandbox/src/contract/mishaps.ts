import {
  GetRoleCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import type { Sandbox } from '../startSandbox';

/** Sets something right again. */
export type Mend = () => Promise<unknown>;

function adminOf({ aws }: Sandbox) {
  return {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: {
      accessKeyId: aws.accessKeyId,
      secretAccessKey: aws.secretAccessKey,
    },
  };
}

/** The role trusts another service account than Vault's: the commonest mistake with IRSA. */
export async function trustAnother(
  sandbox: Sandbox,
  role: string,
  serviceAccount: string,
): Promise<Mend> {
  const iam = new IAMClient(adminOf(sandbox));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: role }));
  const right = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const trust = (PolicyDocument: string) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: role, PolicyDocument }),
    );
  await trust(right.replace(serviceAccount, `${serviceAccount}-of-others`));
  return () => trust(right);
}

/** Somebody disabled the key that unseals. */
export async function disableKey(
  sandbox: Sandbox,
  KeyId: string,
): Promise<Mend> {
  const kms = new KMSClient(adminOf(sandbox));
  await kms.send(new DisableKeyCommand({ KeyId }));
  return () => kms.send(new EnableKeyCommand({ KeyId }));
}
