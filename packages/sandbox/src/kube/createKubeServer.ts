import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterStore, PodHost, TokenIssuer } from '../kubelet/PodHost';
import type {
  AwsAuthority,
  ClusterIdentity,
  LatencyProfile,
  RunningServer,
  StateStore,
} from '../world';
import { admitByWebhooks } from './admission/webhooks/admitByWebhooks';
import { knownResource } from './api/resources';
import { Authenticator } from './auth/Authenticator';
import { Authorizer } from './auth/Authorizer';
import { ServiceAccountTokens } from './auth/ServiceAccountTokens';
import { issueServerCertificate } from './certificates/serverCertificate';
import { SignerMood } from './certificates/SignerMood';
import { loadAuthority } from './certificates/signingAuthority';
import { startControllers } from './controllers/startControllers';
import { OpenApi } from './discovery/openapi';
import type { KubeCall, KubeFaults } from './http/faults';
import { KubeHttpServer } from './http/KubeHttpServer';
import { PathHandler } from './http/paths';
import { Schemas } from './schema/Schemas';
import { seedCertManager } from './certManager/seedCertManager';
import { seedCluster } from './seed/seedCluster';
import { createStore } from './store/createStore';

/** What an API server needs. */
export interface KubeServerOptions {
  readonly identity: ClusterIdentity;
  readonly authority: AwsAuthority;
  readonly state: StateStore;
  readonly latency: LatencyProfile;
  /** Defaults to the port of the identity's endpoint; 0 takes a free one. */
  readonly port?: number;
  readonly faults?: KubeFaults;
  /** Told of each request to a resource, when it has been answered. */
  readonly onCall?: (call: KubeCall, status: number) => void;
}

/** A running API server with its controllers. */
export interface KubeServer extends RunningServer {
  readonly store: ClusterStore;
  readonly tokens: TokenIssuer;
  readonly signer: SignerMood;
  /** Tells the server who runs the pods, for logs, exec and port-forward. */
  setPodHost(host: PodHost): void;
  /** Cuts every connection, and listens again after so many milliseconds: a restart of the API server. */
  interrupt(downMs: number): Promise<void>;
}

/** Starts the API server of one EKS cluster, and its controllers. */
export async function createKubeServer(
  options: KubeServerOptions,
): Promise<KubeServer> {
  const { identity, state } = options;
  const signing = await loadAuthority(identity.ca);
  const registry = createStore({
    cluster: {
      name: identity.name,
      region: identity.region,
      caCertificatePem: identity.ca.certificatePem,
      hasLoadBalancerController: identity.hasLoadBalancerController,
      addons: identity.addons ?? [],
    },
    state,
  });
  seedCluster(registry, identity);
  const hasCertManager = identity.addons?.includes('cert-manager') ?? false;
  if (hasCertManager) await seedCertManager(registry);
  const schemas = await Schemas.load();
  const tokens = new ServiceAccountTokens(identity.issuer, registry);
  let podHost: PodHost | undefined;
  const http = new KubeHttpServer({
    api: {
      registry,
      schemas,
      authorizer: new Authorizer(registry),
      tokens,
      podHost: () => podHost,
    },
    authenticator: new Authenticator({
      cluster: identity,
      authority: options.authority,
      tokens,
    }),
    paths: new PathHandler({
      identity,
      openApi: new OpenApi(schemas, identity.version, identity.addons ?? []),
    }),
    faults: options.faults,
    onCall: options.onCall,
    tls: await issueServerCertificate(signing),
  });
  const port = await http.listen(
    options.port ?? Number(new URL(identity.endpoint).port),
  );
  const signer = new SignerMood();
  const stopControllers = startControllers(
    {
      store: registry,
      pace: milliseconds =>
        options.latency === 'realistic' ? milliseconds : 0,
      createPod: async (pod, controller) => {
        const admitted = await admitByWebhooks(
          {
            store: registry,
            podHost,
            type: knownResource('', 'pods'),
            user: {
              username: `system:serviceaccount:kube-system:${controller}`,
              groups: [
                'system:serviceaccounts',
                'system:serviceaccounts:kube-system',
                'system:authenticated',
              ],
            },
            dryRun: false,
          },
          pod,
        );
        registry.create('', 'pods', admitted);
      },
    },
    { authority: signing, mood: signer, hasCertManager },
  );
  return {
    url: `https://127.0.0.1:${port}`,
    store: registry,
    tokens,
    signer,
    setPodHost: host => {
      podHost = host;
    },
    interrupt: async downMs => {
      if (downMs === 0) {
        http.disconnect();
        return;
      }
      await http.close();
      await delay(downMs);
      await http.listen(port);
    },
    close: async () => {
      stopControllers();
      await http.close();
    },
  };
}
