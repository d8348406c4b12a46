import {
  createVaultPods,
  EksConnections,
  AwsConnections,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { VaultClusterRef } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Harness } from '../harness';

/** Somebody who keeps calling Vault. */
export interface Callers {
  /** How many calls were answered so far. */
  answered(): number;
  /** What went wrong; empty when nothing did. */
  readonly failures: readonly string[];
  /** Ends the calls and waits for the last ones. */
  stop(): Promise<void>;
}

/** Connects to the cluster as the administrator of the sandbox. */
export async function connectTo(harness: Harness, ref: VaultClusterRef) {
  const eks = new EksConnections({
    aws: AwsConnections.create({ config: harness.config }),
    log: () => undefined,
  });
  const { kubernetes } = await eks.connect(ref, {
    signal: new AbortController().signal,
  });
  const pods = createVaultPods({ kubernetes, ...ref });
  return { kubernetes, pods, close: () => eks.close() };
}

/**
 * Calls every pod, and the leader by the name of the service, again and again, each in two ways: over one connection that
 * stays open, and over a new one for each call, verified each time. Every call carries a token and is answered by Vault's core.
 */
export async function startCallers(
  connection: Awaited<ReturnType<typeof connectTo>>,
  options: { readonly pods: readonly string[]; readonly leader: string },
): Promise<Callers> {
  const { kubernetes, pods } = connection;
  const stop = new AbortController();
  const { signal } = new AbortController();
  const failures: string[] = [];
  let answered = 0;

  const token = await (async () => {
    const client = pods.client(options.leader, { signal });
    const jwt = await kubernetes.serviceAccountToken(
      {
        namespace: pods.namespace,
        serviceAccount: 'vault-eks-operator',
        audience: 'vault',
        expirationSeconds: 600,
      },
      { signal },
    );
    const { body } = await client.send({
      method: 'POST',
      path: 'auth/kubernetes/login',
      body: { role: 'vault-eks-operator', jwt },
      signal,
    });
    const { auth }: { auth: { client_token: string } } = JSON.parse(body);
    await client.close();
    return auth.client_token;
  })();

  const keepCalling = async (
    pod: string,
    way: 'one connection' | 'new connections',
    serverName?: string,
  ) => {
    const open = () => pods.client(pod, { signal, serverName });
    let client = open();
    while (!stop.signal.aborted) {
      try {
        // A POST is never tried again by the client itself.
        const { status } = await client.send({
          method: 'POST',
          path: 'sys/capabilities-self',
          body: { paths: ['sys/audit'] },
          token,
          signal,
        });
        if (status !== 200) {
          failures.push(`${pod} over ${way} answered ${status}`);
        }
        answered += 1;
      } catch (error) {
        failures.push(`${pod} over ${way}: ${error}`);
      }
      if (way === 'new connections') {
        await client.close();
        client = open();
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await client.close();
  };

  const service = `${pods.fullname}-active.${pods.namespace}.svc`;
  const running = [
    ...options.pods.flatMap(pod => [
      keepCalling(pod, 'one connection'),
      keepCalling(pod, 'new connections'),
    ]),
    keepCalling(options.leader, 'new connections', service),
  ];
  return {
    answered: () => answered,
    failures,
    async stop() {
      stop.abort();
      await Promise.all(running);
    },
  };
}
