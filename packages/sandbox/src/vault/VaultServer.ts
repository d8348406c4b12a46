import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import {
  createServer as createHttpsServer,
  Server as HttpsServer,
} from 'node:https';
import { askSts } from './auth/aws/callerIdentity';
import { podClients } from './aws/podClients';
import {
  portOf,
  readServerConfig,
  type ServerConfig,
} from './config/ServerConfig';
import { REAL_TIMING, type VaultTiming } from './config/timing';
import { BUILD_DATE, printBanner } from './core/banner';
import { Core } from './core/Core';
import { SealedStore } from './core/SealedStore';
import { ServerLog } from './core/ServerLog';
import type { VaultNetwork } from './core/VaultNetwork';
import { clientHandler } from './http/clientHandler';
import { clusterHandler } from './http/clusterHandler';
import { interfere, type VaultInterference } from './http/interfere';
import { NodeStatus } from './http/NodeStatus';
import { KubernetesRegistration } from './registration/KubernetesRegistration';
import { kubeRequester } from './registration/kubeRequest';
import { mountedServiceAccount } from './registration/serviceAccount';
import { AwsKmsSeal } from './seal/AwsKmsSeal';
import { DynamoDbLock } from './storage/DynamoDbLock';
import { DynamoDbStorage } from './storage/DynamoDbStorage';
import { described } from './util/described';

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
  /** What goes wrong with requests. */
  readonly interference?: VaultInterference;
  /** Whether the volume of a file, by its place on the machine, has no space left. */
  readonly isFull?: (file: string) => boolean;
}

/** Vault's server, from its configuration to its listeners. */
export class VaultServer {
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
        `Error initializing storage of type dynamodb: ${described(error)}`,
      );
    });
    const seal = new AwsKmsSeal(clients.kms, config.seal.keyId, dead);
    await seal.configure().catch(error => {
      throw new Error(
        `Error parsing Seal configuration: error fetching AWS KMS wrapping key information: ${described(
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
    const announce = async (node: Core) => {
      registration?.announce({
        active: node.active !== undefined,
        sealed: node.unsealed === undefined,
        initialized: await sealed.isInitialized().catch(() => false),
      });
    };
    const core = new Core({
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
        isFull: options.isFull,
        local: account,
        kubeRequest,
        askSts: askSts(options.awsEndpoint),
      },
      clusterServer: (tls, node) => clusterServer(tls, node, dead),
      dead,
      changed: announce,
    });
    const handler = interfere(
      options.interference,
      clientHandler(core, new NodeStatus(core, version, BUILD_DATE)),
    );

    const { tls } = config.listener;
    const readTls = () =>
      tls && {
        cert: readFileSync(resolveFile(tls.certFile)),
        key: readFileSync(resolveFile(tls.keyFile)),
      };
    const listener = await listen(config, readTls, handler, network);
    printBanner(log, config, version);
    announce(core);
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
        error: described(error),
      });
    }
    this.core.active?.vault.audit.reload();
  }

  close(): void {
    this.listener.close();
    this.listener.closeAllConnections();
  }
}

function clusterServer(
  tls: { readonly key: string; readonly cert: string },
  core: Core,
  dead: AbortSignal,
): HttpsServer {
  const server = createHttpsServer(
    { ...tls, ca: tls.cert, requestCert: true, rejectUnauthorized: true },
    clusterHandler(core),
  );
  dead.addEventListener('abort', () => server.closeAllConnections());
  return server;
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
      `Error initializing listener of type tcp: error loading TLS cert: ${described(
        error,
      )}`,
    );
  }
}
