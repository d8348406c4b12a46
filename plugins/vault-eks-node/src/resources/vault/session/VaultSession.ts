import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';
import {
  loginAnswer,
  SilentPodError,
  VaultClient,
  VaultPods,
} from '../../../connections/vault';
import { NotLookedAtError } from '../../../engine/NotLookedAtError';
import { leaderOf } from '../askInitialised';
import type { Custody } from '../custody/Custody';
import { endLogin } from './endLogin';
import { Remembered } from './Remembered';
import { SharedClient } from './SharedClient';
import { LoginRole, LOGIN_AUDIENCE, AUTH_PATH } from '../auth/roles';

/** Vault's shortest useful life of a TokenRequest token. */
const JWT_SECONDS = 600;

/** A plan asks about a dozen things at once; they share one look for the leader, one connection and one login. */
const LEADER_MS = 3_000;
const TOKEN_MS = 60_000;

/** A client of the active pod and a token for it. */
export interface OpenSession {
  readonly client: VaultClient;
  readonly token: string;
}

/** Logs in to one Vault. Nothing is stored: each session asks Kubernetes for a token of its own. */
export interface VaultSession {
  readonly pods: VaultPods;
  /** Runs something on the active pod, logged in by this role, or with a token that the run still holds. */
  as<T>(
    role: LoginRole,
    ctx: CallOptions,
    use: (session: OpenSession) => Promise<T>,
  ): Promise<T>;
  /** A real login, never the root token. */
  login(
    role: LoginRole,
    client: VaultClient,
    ctx: CallOptions,
  ): Promise<string>;
  /** Runs something on the active pod without a token. */
  onLeader<T>(
    ctx: CallOptions,
    use: (client: VaultClient) => Promise<T>,
  ): Promise<T>;
}

/** What says that the role cannot be logged in by yet, as opposed to Vault not answering. */
function notSetUp(error: unknown): boolean {
  return (
    error instanceof NotFoundError ||
    error instanceof NotAllowedError ||
    error instanceof InputError
  );
}

/** Sessions on one Vault. */
export function createVaultSession(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly custody: Pick<Custody, 'read'>;
  /** A token that a person handed in for this run; used where no login works yet, and kept nowhere. */
  readonly handedToken?: string;
}): VaultSession {
  const { kubernetes, pods, custody, handedToken } = options;

  const login: VaultSession['login'] = async (role, client, { signal }) => {
    const jwt = await kubernetes.serviceAccountToken(
      {
        namespace: pods.namespace,
        serviceAccount: role.serviceAccount,
        audience: LOGIN_AUDIENCE,
        expirationSeconds: JWT_SECONDS,
      },
      { signal },
    );
    const { auth } = await client.call(
      {
        method: 'POST',
        path: `auth/${AUTH_PATH}/login`,
        body: { role: role.name, jwt },
        secrets: [jwt],
        signal,
      },
      loginAnswer,
    );
    return auth.client_token;
  };

  const leader = new Remembered<string>(LEADER_MS);
  const clients = new SharedClient(pods);
  const tokens = new Map<string, Remembered<string>>();

  /** One that led until a moment ago says nothing about Vault by its silence: who leads now may be asked instead. */
  const refuseFormerLeader = async (pod: string, ctx: CallOptions) => {
    const now = await leaderOf({ kubernetes, pods, custody }, ctx);
    if (now !== pod) {
      throw new NotLookedAtError(
        `Vault pod ${pod} led and does not answer any more; ${now} leads now`,
      );
    }
  };

  const onLeader: VaultSession['onLeader'] = async (ctx, use) => {
    const pod = await leader.get(() =>
      leaderOf({ kubernetes, pods, custody }, ctx),
    );
    try {
      return await clients.use(pod, ctx, use);
    } catch (error) {
      leader.forget();
      ctx.signal.throwIfAborted();
      if (error instanceof SilentPodError) {
        await refuseFormerLeader(pod, ctx);
      }
      throw error;
    }
  };

  /** The root token of a run that has not retired it yet, or the token of a person. */
  const heldRootToken = async (
    role: LoginRole,
    refused: unknown,
    ctx: CallOptions,
  ): Promise<string> => {
    const record = await custody.read(ctx);
    if (record.state === 'initialised' && record.rootToken) {
      return record.rootToken;
    }
    if (handedToken) {
      return handedToken;
    }
    if (record.state !== 'initialised') {
      throw new NotLookedAtError(
        `Nobody can log in to Vault ${pods.namespace}/${pods.release} yet`,
        { passes: false },
      );
    }
    throw new ServiceUnavailableError(
      `Vault refuses the login of service account ${pods.namespace}/${
        role.serviceAccount
      } by role ${role.name}, and no root token is left to mend that: ${
        isError(refused) ? refused.message : 'no reason given'
      }`,
    );
  };

  /** No login exists in a Vault whose keys have not arrived; one that has lost its table may answer anything. */
  const keysUnderway = async (ctx: CallOptions) =>
    (await custody.read(ctx)).state === 'initialising';

  /** A login, or what a run holds in its place. */
  const tokenFor = async (
    role: LoginRole,
    client: VaultClient,
    ctx: CallOptions,
  ): Promise<{ readonly token: string; readonly ends: boolean }> => {
    // A batch token ends by itself and costs nothing; any other is for one use and ended after it.
    const ends = role.tokenType !== 'batch';
    const remembered =
      (ends ? undefined : tokens.get(role.name)) ??
      new Remembered<string>(TOKEN_MS);
    if (!ends) {
      tokens.set(role.name, remembered);
    }
    try {
      const token = await remembered.get(() => login(role, client, ctx));
      return { token, ends };
    } catch (error) {
      // Only a login is remembered: the root token must be gone the moment it is retired.
      tokens.delete(role.name);
      if (!notSetUp(error) && !(await keysUnderway(ctx))) {
        throw error;
      }
      return { token: await heldRootToken(role, error, ctx), ends: false };
    }
  };

  return {
    pods,
    login,
    onLeader,
    as: (role, ctx, use) =>
      onLeader(ctx, async client => {
        const { token, ends } = await tokenFor(role, client, ctx);
        try {
          return await use({ client, token });
        } finally {
          if (ends) {
            await endLogin(pods, { client, token }, ctx);
          }
        }
      }),
  };
}
