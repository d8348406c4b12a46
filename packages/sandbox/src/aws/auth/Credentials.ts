import { randomBytes } from 'node:crypto';
import type { StateStore } from '../../world';
import { Collection } from '../Collection';
import type {
  IdentityPolicies,
  PolicyDocument,
} from '../policy/PolicyDocument';
import type { Origin } from '../passage/Passage';
import type { Caller } from '../Service';
import { uniqueId } from '../ids';
import type { SigningKey } from './signature';

/** A long-lived access key of an IAM user that the sandbox knows from its start. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** ARN of the IAM user that the key belongs to. */
  readonly principalArn: string;
  /** The user's identity policies. */
  readonly policies: readonly PolicyDocument[];
}

interface Session extends SigningKey {
  readonly sessionToken: string;
  readonly expiresAt: number;
  readonly roleArn: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly sessionName: string;
  /** Session policies; `undefined` when the session has all that its role has. */
  readonly policies?: readonly PolicyDocument[];
  readonly tags?: IdentityPolicies['tags'];
  readonly origin?: Origin;
}

/** A key with the caller it proves. */
export interface KnownKey {
  readonly key: SigningKey;
  readonly caller: Caller;
  readonly expiresAt: number | undefined;
}

/** The access keys that requests may be signed with: users' own, and those of assumed roles. */
export class Credentials {
  private readonly sessions: Collection<Session>;
  private readonly users: ReadonlyMap<string, KnownKey>;

  constructor(
    private readonly options: {
      readonly account: string;
      readonly accessKeys: readonly AccessKey[];
      readonly store: StateStore;
      /** What is attached to a role now. */
      readonly rolePermissions: (roleName: string) => IdentityPolicies;
    },
  ) {
    this.sessions = new Collection(options.store, 'aws.sts.sessions');
    this.users = new Map(
      options.accessKeys.map(accessKey => [
        accessKey.accessKeyId,
        userKey(options.account, accessKey),
      ]),
    );
  }

  find(accessKeyId: string): KnownKey | undefined {
    const session = this.sessions.get(accessKeyId);
    return session ? this.sessionKey(session) : this.users.get(accessKeyId);
  }

  /** Issues temporary credentials of a role. */
  startSession(options: {
    readonly roleArn: string;
    readonly roleName: string;
    readonly roleId: string;
    readonly sessionName: string;
    readonly expiresAt: Date;
    readonly policies?: readonly PolicyDocument[];
    readonly tags?: IdentityPolicies['tags'];
    /** Where the pod is whose web identity it was. */
    readonly origin?: Origin;
  }): KnownKey {
    this.forgetExpired();
    const session: Session = {
      ...options,
      accessKeyId: uniqueId('ASIA', 16),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(256).toString('base64'),
      expiresAt: options.expiresAt.getTime(),
    };
    this.sessions.set(session.accessKeyId, session);
    return this.sessionKey(session);
  }

  private forgetExpired(): void {
    const aDayAgo = Date.now() - 24 * 3600_000;
    for (const session of this.sessions.filter(s => s.expiresAt < aDayAgo)) {
      this.sessions.delete(session.accessKeyId);
    }
  }

  private sessionKey(session: Session): KnownKey {
    const { account, rolePermissions } = this.options;
    return {
      key: session,
      expiresAt: session.expiresAt,
      caller: {
        account,
        arn: `arn:aws:sts::${account}:assumed-role/${session.roleName}/${session.sessionName}`,
        userId: `${session.roleId}:${session.sessionName}`,
        principalArn: session.roleArn,
        origin: session.origin,
        permissions: () => {
          const ofRole = rolePermissions(session.roleName);
          return {
            ...ofRole,
            session: session.policies,
            tags: [...(ofRole.tags ?? []), ...(session.tags ?? [])],
          };
        },
      },
    };
  }
}

function userKey(account: string, accessKey: AccessKey): KnownKey {
  return {
    key: accessKey,
    expiresAt: undefined,
    caller: {
      account,
      arn: accessKey.principalArn,
      userId: `AIDA${accessKey.accessKeyId.slice(4)}`,
      principalArn: accessKey.principalArn,
      permissions: () => ({ identity: accessKey.policies }),
    },
  };
}
