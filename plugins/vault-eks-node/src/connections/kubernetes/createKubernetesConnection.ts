import { Agent, Dispatcher } from 'undici';
import { createTransport } from './createTransport';
import type { CallOptions, KubernetesConnection } from './KubernetesConnection';
import { objectCalls } from './objectCalls';
import { openPodLog } from './openPodLog';
import { openPortForward } from './openPortForward';
import { runInPod } from './runInPod';
import { subresourceCalls } from './subresourceCalls';
import { throwReasons } from './throwReasons';

type ClientModule = typeof import('@kubernetes/client-node');

/** How an API server is reached. */
export interface KubernetesConnectionOptions {
  /** `https://…`, from `eks:DescribeCluster`. */
  readonly endpoint: string;
  /** The cluster CA as base64 of PEM, from `eks:DescribeCluster`. */
  readonly caData: string;
  /** Asked for every request, so that a long task outlives the 15 minutes of an EKS token. */
  readonly token: () => Promise<string>;
  /** For one try of one call. */
  readonly timeoutMs?: number;
  /** Tries in all for calls that may be repeated. */
  readonly attempts?: number;
  /** Given in tests. */
  readonly dispatcher?: Dispatcher;
  /** Given in tests; the client exists as an ES module only. */
  readonly loadClient?: () => Promise<ClientModule>;
}

/** Connects to one API server; nothing is sent before the first call. */
export async function createKubernetesConnection(
  options: KubernetesConnectionOptions,
): Promise<KubernetesConnection> {
  const {
    endpoint,
    caData,
    token,
    timeoutMs = 20_000,
    attempts = 4,
    loadClient = () => import('@kubernetes/client-node'),
  } = options;
  const client = await loadClient();
  const caPem = Buffer.from(caData, 'base64').toString('utf8');
  const connect = { ca: caPem, timeout: 10_000 };
  const dispatcher =
    options.dispatcher ?? new Agent({ connect, connections: 16 });
  // A followed log holds its connection for hours; a few viewers must not use up those of ordinary calls.
  const followers = options.dispatcher ?? new Agent({ connect });
  const configuration = ({ signal }: CallOptions) =>
    client.createConfiguration({
      baseServer: new client.ServerConfiguration(
        endpoint.replace(/\/+$/, ''),
        {},
      ),
      httpApi: createTransport({
        client,
        dispatcher,
        signal,
        timeoutMs,
        attempts,
      }),
      authMethods: {
        default: {
          getName: () => 'EKS bearer token',
          applySecurityAuthentication: async context =>
            context.setHeaderParam('Authorization', `Bearer ${await token()}`),
        },
      },
    });
  const socketConfig = async () => {
    const config = new client.KubeConfig();
    config.loadFromClusterAndUser(
      { name: 'eks', server: endpoint, caData, skipTLSVerify: false },
      { name: 'caller', token: await token() },
    );
    return config;
  };

  const connection: KubernetesConnection = {
    endpoint,
    caPem,
    token,
    ...objectCalls(client, configuration),
    ...subresourceCalls(client, configuration),
    logs: (log, call) =>
      openPodLog(log, {
        endpoint,
        token,
        dispatcher: log.follow ? followers : dispatcher,
        timeoutMs,
        ...call,
      }),
    exec: async (target, { signal }) =>
      runInPod(target, {
        client,
        config: await socketConfig(),
        signal,
        timeoutMs,
      }),
    portForward: async (target, { signal }) =>
      openPortForward(target, {
        client,
        config: await socketConfig(),
        signal,
        timeoutMs,
      }),
    async close() {
      if (!options.dispatcher) {
        await Promise.all([dispatcher.destroy(), followers.destroy()]);
      }
    },
  };
  return throwReasons(connection);
}
