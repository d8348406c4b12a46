import { randomUUID } from 'node:crypto';
import type { AskSts } from '../auth/aws/callerIdentity';
import { Barrier } from '../barrier/Barrier';
import { activate } from '../core/ActiveVault';
import { ServerLog } from '../core/ServerLog';
import type { HttpAnswer } from '../logical/answer';
import type { Operation } from '../logical/Request';
import type { PhysicalStorage } from '../storage/PhysicalStorage';
import { isJsonObject, type JsonObject } from '../util/json';

/** Storage that is gone with the test. */
export function memoryStorage(): PhysicalStorage & {
  readonly entries: Map<string, Buffer>;
} {
  const entries = new Map<string, Buffer>();
  return {
    entries,
    get: async key => entries.get(key),
    put: async (key, value) => {
      entries.set(key, value);
    },
    delete: async key => {
      entries.delete(key);
    },
    list: async prefix => {
      const below = [...entries.keys()].filter(key => key.startsWith(prefix));
      const names = below.map(key => key.slice(prefix.length));
      return [...new Set(names.map(name => name.replace(/\/.*$/, '/')))].sort();
    },
  };
}

/**
 * What an active node answers, without network, storage or cloud. Its cluster takes `<namespace>/<name>` for the token of
 * that service account.
 */
export async function memoryVault(
  options: {
    readonly resolveFile?: (path: string) => string;
    readonly askSts?: AskSts;
  } = {},
) {
  const storage = memoryStorage();
  const barrier = await Barrier.unseal(
    storage,
    await Barrier.initialize(storage),
  );
  const output: string[] = [];
  const vault = await activate(barrier, {
    log: new ServerLog(() => {}),
    version: '2.0.4',
    stdout: line => output.push(line),
    resolveFile: options.resolveFile ?? (path => path),
    local: { token: () => undefined, caPem: () => undefined },
    kubeRequest: async ({ body }) => {
      const token =
        isJsonObject(body) && isJsonObject(body.spec) && body.spec.token;
      const [namespace, name] = String(token).split('/');
      return {
        status: 201,
        body: {
          status: {
            authenticated: name !== undefined,
            user: {
              username: `system:serviceaccount:${namespace}:${name}`,
              uid: `uid-of-${token}`,
            },
          },
        },
      };
    },
    askSts:
      options.askSts ??
      (async () => {
        throw new Error('no STS');
      }),
    haNodes: () => [],
  });
  const root = await vault.tokens.create({
    policies: ['root'],
    path: 'auth/token/root',
    displayName: 'root',
    ttl: 0,
    orphan: true,
  });
  return {
    output,
    root: root.id,
    call: (
      operation: Operation,
      path: string,
      data?: JsonObject,
      token = root.id,
    ): Promise<HttpAnswer> =>
      vault.handler.handle({
        id: randomUUID(),
        operation,
        path,
        data,
        clientToken: token,
        remote: { address: '127.0.0.1', port: 1 },
        userAgent: 'test',
      }),
    /** A token with one policy of this text. */
    tokenWith: async (policy: string): Promise<string> => {
      await vault.policies.write('given', policy);
      const token = await vault.tokens.create({
        policies: ['given', 'default'],
        path: 'auth/token/create',
        displayName: 'token',
        ttl: 600,
        orphan: true,
      });
      return token.id;
    },
  };
}
