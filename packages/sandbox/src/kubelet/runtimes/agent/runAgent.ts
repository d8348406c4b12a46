import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  at,
  JsonObject,
  listOf,
  objectOf,
  objectsOf,
  textOf,
} from '../../../kube/api/json';
import type { ContainerStart } from '../../ContainerRuntime';
import { callVault, type VaultAnswer } from '../../exec/commands/vaultCall';
import { reachFrom } from '../reachFrom';
import { renderTemplate } from './renderTemplate';

/** Vault Agent starts at one second and doubles, up to five minutes. */
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 300_000;
/** Its templates start at a quarter of a second and double, up to a minute. They never give up for good. */
const FIRST_READ_BACKOFF_MS = 250;
const MAX_READ_BACKOFF_MS = 60_000;

/** The configuration of `vault agent`, when that is what the container runs. */
export function agentConfiguration(
  start: Pick<ContainerStart, 'command' | 'env'>,
): JsonObject | undefined {
  const { command, env } = start;
  if (!/\bvault agent -config=/.test(command.join(' '))) return undefined;
  const encoded = env.VAULT_CONFIG;
  if (!encoded) return undefined;
  return objectOf(JSON.parse(Buffer.from(encoded, 'base64').toString()));
}

function reasonOf({ status, body }: VaultAnswer): string {
  return `Code: ${status}. Errors: ${listOf(body.errors).join('; ')}`;
}

/**
 * What Vault Agent does with `exit_after_auth`: it logs in by the pod's own token and reads its secrets, each again and
 * again until it may, renders its templates and ends. Without it it stays, and does not render again.
 */
export async function runAgent(
  start: Pick<
    ContainerStart,
    'env' | 'hostPath' | 'log' | 'namespace' | 'network' | 'podIp'
  >,
  configuration: JsonObject,
  signal: AbortSignal,
): Promise<number> {
  const { env, hostPath } = start;
  const vault = objectOf(configuration.vault);
  const caFile = textOf(vault.ca_cert);
  const call = (request: {
    readonly method: 'GET' | 'PUT';
    readonly path: string;
    readonly body?: unknown;
    readonly token?: string;
  }) =>
    callVault({
      ...request,
      address: textOf(vault.address) ?? '',
      caPem: caFile
        ? readFileSync(hostPath(caFile), 'utf8')
        : env.VAULT_CACERT_BYTES,
      skipVerify: vault.tls_skip_verify === true,
      signal,
      reach: reachFrom(start),
    });

  const method = objectOf(at(configuration, 'auto_auth', 'method'));
  const mount = textOf(method.mount_path) ?? 'auth/kubernetes';
  const tokenFile =
    textOf(at(method, 'config', 'token_path')) ??
    '/var/run/secrets/kubernetes.io/serviceaccount/token';
  const login = async (): Promise<string> => {
    for (let backoff = FIRST_BACKOFF_MS; ; backoff *= 2) {
      start.log('[INFO]  agent.auth.handler: authenticating');
      try {
        const answer = await call({
          method: 'PUT',
          path: `${mount}/login`,
          body: {
            role: at(method, 'config', 'role'),
            jwt: readFileSync(hostPath(tokenFile), 'utf8').trim(),
          },
        });
        const token = textOf(at(answer.body, 'auth', 'client_token'));
        if (token) return token;
        throw new Error(reasonOf(answer));
      } catch (error) {
        signal.throwIfAborted();
        const why = error instanceof Error ? error.message : String(error);
        start.log(
          `[ERROR] agent.auth.handler: error authenticating: error="${why}" backoff=${
            backoff / 1000
          }s`,
        );
      }
      await sleep(Math.min(backoff, MAX_BACKOFF_MS), undefined, { signal });
    }
  };

  const token = await login();
  start.log(
    '[INFO]  agent.auth.handler: authentication successful, sending token to sinks',
  );
  const read = async (path: string) => {
    for (let attempt = 1; ; attempt += 1) {
      const why = await call({ method: 'GET', path, token }).then(
        answer => {
          if (answer.status === 200) return answer;
          return answer.status === 404
            ? `no secret exists at ${path}`
            : reasonOf(answer);
        },
        error => {
          signal.throwIfAborted();
          return error instanceof Error ? error.message : String(error);
        },
      );
      if (typeof why !== 'string') return objectOf(why.body.data);
      const backoff = Math.min(
        FIRST_READ_BACKOFF_MS * 2 ** (attempt - 1),
        MAX_READ_BACKOFF_MS,
      );
      start.log(
        `[WARN]  agent: (view) vault.read(${path}): ${why} (retry attempt ${attempt} after "${
          backoff < 1_000 ? `${backoff}ms` : `${backoff / 1_000}s`
        }")`,
      );
      await sleep(backoff, undefined, { signal });
    }
  };
  for (const template of objectsOf(configuration.template)) {
    const rendered = await renderTemplate(
      textOf(template.contents) ?? '',
      read,
    );
    const file = hostPath(textOf(template.destination) ?? '');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, rendered);
    start.log(
      `[INFO]  agent: (runner) rendered "(dynamic)" => "${template.destination}"`,
    );
  }
  if (configuration.exit_after_auth !== true) {
    await new Promise(resolve =>
      signal.addEventListener('abort', resolve, { once: true }),
    );
  }
  return 0;
}
