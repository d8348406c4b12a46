import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import {
  createServer as createHttpsServer,
  Server as HttpsServer,
} from 'node:https';
import { podClients } from './aws/podClients';
import {
  portOf,
  readServerConfig,
  type ServerConfig,
} from './config/ServerConfig';
import { REAL_TIMING, type VaultTiming } from './config/timing';
import { Core } from './core/Core';
import { SealedStore } from './core/SealedStore';
import { ServerLog } from './core/ServerLog';
import type { VaultNetwork } from './core/VaultNetwork';
import { createHttpHandler } from './http/createHttpHandler';
import { NodeStatus } from './http/NodeStatus';
import { KubernetesRegistration } from './registration/KubernetesRegistration';
import { kubeRequester } from './registration/kubeRequest';
import { mountedServiceAccount } from './registration/serviceAccount';
import { AwsKmsSeal } from './seal/AwsKmsSeal';
import { DynamoDbLock } from './storage/DynamoDbLock';
import { DynamoDbStorage } from './storage/DynamoDbStorage';

/** When this server says that it was built. */
const BUILD_DATE = '2026-08-11T09:12:44Z';

/** What one Vault server needs of its container. */
export interface VaultOptions {
  /** The HCL that `vault server -config` names. */
  readonly configuration: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** For example `2.0.4`. */
  readonly version: string;
  /** Finds a file of the container on the machine. */
  readonly resolveFile: (path: string) => string;
  readonly stdout: (line: string) => void;
  readonly network: VaultNetwork;
  readonly awsEndpoint: string;
  readonly timing?: VaultTiming;
}

/** A running Vault server. */
export interface VaultProcess {
  /** The exit code. */
  readonly exited: Promise<number>;
  signal(name: 'TERM' | 'KILL' | 'HUP'): void;
}

/** Starts a Vault server, as the container's command would. */
export function startVault(options: VaultOptions): VaultProcess {
  const dead = new AbortController();
  const stdout = (line: string) => {
    if (!dead.signal.aborted) options.stdout(line);
  };
  let server: VaultServer | undefined;
  let ending = false;
  const { promise: exited, resolve: exit } = deferred<number>();

  const end = (code: number) => {
    dead.abort();
    server?.close();
    exit(code);
  };
  const shutDown = async () => {
    if (ending) return;
    ending = true;
    stdout('==> Vault shutdown triggered');
    await server?.stop();
    end(0);
  };

  VaultServer.start({ ...options, stdout }, dead.signal).then(
    started => {
      server = started;
      if (dead.signal.aborted) server.close();
    },
    (error: Error) => {
      if (dead.signal.aborted) return;
      for (const line of error.message.split('\n')) stdout(line);
      end(1);
    },
  );
  return {
    exited,
    signal(name) {
      if (name === 'KILL') end(137);
      else if (name === 'HUP') server?.reload();
      else shutDown();
    },
  };
}

class VaultServer {
  private constructor(
    private readonly core: Core,
    private readonly listener: Server | HttpsServer,
    private readonly reloadCertificate: () => void,
    private readonly log: ServerLog,
  ) {}

  static async start(
    options: VaultOptions,
    dead: AbortSignal,
  ): Promise<VaultServer> {
    const { env, version, resolveFile, network, hostname } = options;
    const timing = options.timing ?? REAL_TIMING;
    const log = new ServerLog(options.stdout);
    const config = await readServerConfig(options.configuration, env);
    const clients = podClients({
      config,
      env,
      endpoint: options.awsEndpoint,
      resolveFile,
    });
    const storage = new DynamoDbStorage(
      clients.dynamodb,
      config.storage.table,
      dead,
    );
    await storage.ensureTable().catch(error => {
      throw new Error(
        `Error initializing storage of type dynamodb: ${describe(error)}`,
      );
    });
    const seal = new AwsKmsSeal(clients.kms, config.seal.keyId, dead);
    await seal.configure().catch(error => {
      throw new Error(
        `Error parsing Seal configuration: error fetching AWS KMS wrapping key information: ${describe(
          error,
        )}`,
      );
    });

    const kubeRequest = kubeRequester(network, dead);
    const account = mountedServiceAccount(resolveFile);
    const sealed = new SealedStore(storage, seal);
    const registration = config.registersInKubernetes
      ? new KubernetesRegistration({
          namespace: env.VAULT_K8S_NAMESPACE ?? '',
          pod: env.VAULT_K8S_POD_NAME ?? hostname,
          host: 'https://kubernetes.default.svc',
          version,
          account,
          request: kubeRequest,
          log,
          signal: dead,
        })
      : undefined;
    const announce = async () => {
      registration?.announce({
        active: core.active !== undefined,
        sealed: core.unsealed === undefined,
        initialized: await sealed.isInitialized().catch(() => false),
      });
    };
    const core: Core = new Core({
      config,
      sealed,
      lock: config.storage.haEnabled
        ? new DynamoDbLock(storage, timing, dead)
        : undefined,
      network,
      self: {
        hostname,
        apiAddress: config.apiAddress,
        clusterAddress: config.clusterAddress,
        version,
      },
      log,
      timing,
      surroundings: {
        log,
        version,
        stdout: options.stdout,
        resolveFile,
        local: account,
        kubeRequest,
      },
      clusterServer: tls => {
        const clusterServer = createHttpsServer(
          { ...tls, ca: tls.cert, requestCert: true, rejectUnauthorized: true },
          handlers.cluster,
        );
        dead.addEventListener('abort', () =>
          clusterServer.closeAllConnections(),
        );
        return clusterServer;
      },
      dead,
      changed: announce,
    });
    const handlers = createHttpHandler(
      core,
      new NodeStatus(core, version, BUILD_DATE),
    );

    const { tls } = config.listener;
    const readTls = () =>
      tls && {
        cert: readFileSync(resolveFile(tls.certFile)),
        key: readFileSync(resolveFile(tls.keyFile)),
      };
    const listener = await listen(config, readTls, handlers.client, network);
    printBanner(log, config, version);
    announce();
    core.run();
    const reloadCertificate = () => {
      const renewed = readTls();
      if (renewed && listener instanceof HttpsServer) {
        listener.setSecureContext(renewed);
      }
    };
    return new VaultServer(core, listener, reloadCertificate, log);
  }

  async stop(): Promise<void> {
    this.log.info('marked as sealed');
    await this.core.stop();
  }

  /** What SIGHUP does: certificates and audit files are opened anew. */
  reload(): void {
    this.log.plain('==> Vault reload triggered');
    try {
      this.reloadCertificate();
    } catch (error) {
      this.log.error('error(s) were encountered during reload', {
        error: describe(error),
      });
    }
    this.core.active?.vault.audit.reload();
  }

  close(): void {
    this.listener.close();
    this.listener.closeAllConnections();
  }
}

async function listen(
  config: ServerConfig,
  readTls: () => { cert: Buffer; key: Buffer } | undefined,
  handler: Parameters<typeof createHttpServer>[1],
  network: VaultNetwork,
): Promise<Server | HttpsServer> {
  try {
    const tls = readTls();
    const server = tls
      ? createHttpsServer(tls, handler)
      : createHttpServer(handler);
    await network.listen(portOf(config.listener.address), server);
    return server;
  } catch (error) {
    throw new Error(
      `Error initializing listener of type tcp: error loading TLS cert: ${describe(
        error,
      )}`,
    );
  }
}

function printBanner(
  log: ServerLog,
  config: ServerConfig,
  version: string,
): void {
  const { address, clusterAddress, tls } = config.listener;
  const facts: readonly (readonly [string, string])[] = [
    ['Administrative Namespace', ''],
    ['Api Address', config.apiAddress],
    ['Cluster Address', config.clusterAddress],
    [
      'Listener 1',
      `tcp (addr: "${address}", cluster address: "${clusterAddress}", tls: "${
        tls ? 'enabled' : 'disabled'
      }")`,
    ],
    ['Log Level', ''],
    ['Recovery Mode', 'false'],
    [
      'Storage',
      `dynamodb (HA ${config.storage.haEnabled ? 'available' : 'disabled'})`,
    ],
    ['Version', `Vault v${version}, built ${BUILD_DATE}`],
  ];
  log.plain('==> Vault server configuration:');
  log.plain('');
  for (const [name, value] of facts)
    log.plain(`${name.padStart(24)}: ${value}`);
  log.plain('');
  log.plain('==> Vault server started! Log data will stream in below:');
  log.plain('');
}

function describe(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}
