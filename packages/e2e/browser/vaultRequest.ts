import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { kubernetesBinaries } from '@vault-eks/sandbox';

/** What the tests need to know of the sandbox, as `npm test` hands it over. */
export interface SandboxFacts {
  readonly controlUrl: string;
  readonly clusters: readonly {
    readonly name: string;
    readonly certificateAuthority: string;
  }[];
  readonly files: { readonly kubeconfig: string };
}

/** The sandbox behind the portal under test. */
export function sandboxFacts(): SandboxFacts {
  const facts = process.env.SANDBOX;
  if (!facts) {
    throw new Error(
      'SANDBOX is not set: run the browser tests by `npm test -- browser`',
    );
  }
  return JSON.parse(facts);
}

/**
 * Sends one request to a Vault pod as a person at a terminal would: through the real `kubectl port-forward`,
 * with TLS verified against the cluster's CA.
 *
 * @returns the HTTP status
 */
export async function vaultRequest(options: {
  readonly pod: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Stands in the audit log as it is. */
  readonly userAgent: string;
}): Promise<number> {
  const { clusters, files } = sandboxFacts();
  const { kubectl } = await kubernetesBinaries();
  const forward = spawn(
    kubectl,
    [
      '-n',
      'vault',
      'port-forward',
      `pod/${options.pod}`,
      ':8200',
      '--context',
      clusters[0].name,
    ],
    {
      env: { ...process.env, KUBECONFIG: files.kubeconfig },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line] = await once(
      createInterface({ input: forward.stdout }),
      'line',
    );
    const port = /127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
    if (!port) throw new Error(`kubectl port-forward said: ${line}`);
    return await new Promise<number>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          servername: 'vault.vault.svc',
          ca: Buffer.from(clusters[0].certificateAuthority, 'base64'),
          method: options.method,
          path: options.path,
          headers: {
            'content-type': 'application/json',
            'user-agent': options.userAgent,
          },
          agent: false,
          timeout: 10_000,
        },
        answer => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      sent.once('error', reject);
      sent.end(JSON.stringify(options.body));
    });
  } finally {
    forward.kill();
  }
}
