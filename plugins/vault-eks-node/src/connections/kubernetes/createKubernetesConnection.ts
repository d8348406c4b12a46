import { NotFoundError } from '@backstage/errors';
import type {
  Configuration,
  KubernetesObject,
  V1APIResourceList,
} from '@kubernetes/client-node';
import { Agent, Dispatcher } from 'undici';
import { createTransport } from './createTransport';
import type {
  CallOptions,
  KubernetesConnection,
  ObjectRef,
} from './KubernetesConnection';
import { openPodLog } from './openPodLog';
import { openPortForward, runInPod } from './socketStreams';

type ClientModule = typeof import('@kubernetes/client-node');

/** The name under which our fields are managed. */
export const FIELD_MANAGER = 'vault-eks';

const PAGE_SIZE = 250;

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

function named(ref: ObjectRef) {
  const { apiVersion, kind, name, namespace } = ref;
  return { apiVersion, kind, metadata: { name, namespace } };
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
  const dispatcher =
    options.dispatcher ??
    new Agent({ connect: { ca: caPem, timeout: 10_000 }, connections: 16 });
  const discovered: Record<string, V1APIResourceList> = {};

  class Objects extends client.KubernetesObjectApi {
    constructor(configuration: Configuration) {
      super(configuration);
      // Discovery is asked once per connection, though each call has a configuration with a signal of its own.
      this.apiVersionResourceCache = discovered;
    }
  }

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
  const objects = (call: CallOptions) => new Objects(configuration(call));

  const socketConfig = async () => {
    const config = new client.KubeConfig();
    config.loadFromClusterAndUser(
      { name: 'eks', server: endpoint, caData, skipTLSVerify: false },
      { name: 'caller', token: await token() },
    );
    return config;
  };

  return {
    endpoint,
    caPem,
    token,
    async version(call) {
      const api = new client.VersionApi(configuration(call));
      return (await api.getCode()).gitVersion;
    },
    async get<T extends KubernetesObject>(ref: ObjectRef, call: CallOptions) {
      try {
        return await objects(call).read<T>(named(ref));
      } catch (error) {
        if (error instanceof NotFoundError) {
          return undefined;
        }
        throw error;
      }
    },
    async list<T extends KubernetesObject>(
      ref: Parameters<KubernetesConnection['list']>[0],
      call: CallOptions,
    ) {
      const found: T[] = [];
      let next: string | undefined;
      do {
        const page = await objects(call).list<T>(
          ref.apiVersion,
          ref.kind,
          ref.namespace,
          undefined,
          undefined,
          undefined,
          ref.fieldSelector,
          ref.labelSelector,
          PAGE_SIZE,
          next,
        );
        found.push(...page.items);
        next = page.metadata?._continue || undefined;
      } while (next);
      return found;
    },
    async apply<T extends KubernetesObject>(
      object: T,
      { force, ...call }: CallOptions & { readonly force?: boolean },
    ) {
      return await objects(call).patch<T>(
        object,
        undefined,
        undefined,
        FIELD_MANAGER,
        force,
        client.PatchStrategy.ServerSideApply,
      );
    },
    async create<T extends KubernetesObject>(object: T, call: CallOptions) {
      return await objects(call).create<T>(
        object,
        undefined,
        undefined,
        FIELD_MANAGER,
      );
    },
    async delete(ref, call) {
      try {
        await objects(call).delete(named(ref));
      } catch (error) {
        if (!(error instanceof NotFoundError)) {
          throw error;
        }
      }
    },
    async approve(csr, call) {
      const api = new client.CertificatesV1Api(configuration(call));
      await api.replaceCertificateSigningRequestApproval({
        name: csr.metadata?.name ?? '',
        fieldManager: FIELD_MANAGER,
        body: {
          ...csr,
          status: {
            ...csr.status,
            conditions: [
              ...(csr.status?.conditions ?? []),
              {
                type: 'Approved',
                status: 'True',
                reason: 'VaultEks',
                message: 'Approved by the run that made this very request',
              },
            ],
          },
        },
      });
    },
    async serviceAccountToken(wanted, call) {
      const api = new client.CoreV1Api(configuration(call));
      const answer = await api.createNamespacedServiceAccountToken({
        name: wanted.serviceAccount,
        namespace: wanted.namespace,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {
            audiences: [wanted.audience],
            expirationSeconds: wanted.expirationSeconds,
          },
        },
      });
      if (!answer.status?.token) {
        throw new NotFoundError(
          `Kubernetes gave no token for service account ${wanted.namespace}/${wanted.serviceAccount}`,
        );
      }
      return answer.status.token;
    },
    async can(resourceAttributes, call) {
      const api = new client.AuthorizationV1Api(configuration(call));
      const review = await api.createSelfSubjectAccessReview({
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes },
        },
      });
      return review.status?.allowed === true;
    },
    logs: (log, call) =>
      openPodLog(log, { endpoint, token, dispatcher, timeoutMs, ...call }),
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
        await dispatcher.destroy();
      }
    },
  };
}
