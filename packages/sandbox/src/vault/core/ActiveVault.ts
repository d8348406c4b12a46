import { AuditBroker } from '../audit/AuditBroker';
import { awsBackend } from '../auth/aws/awsBackend';
import type { AskSts } from '../auth/aws/callerIdentity';
import { kubernetesBackend } from '../auth/kubernetes/kubernetesBackend';
import type {
  KubeRequest,
  LocalIdentity,
} from '../auth/kubernetes/TokenReviewer';
import { createLogin } from '../auth/login';
import { tokenBackend } from '../auth/token/tokenBackend';
import { TokenStore } from '../auth/token/TokenStore';
import { userpassBackend } from '../auth/userpass/userpassBackend';
import type { Barrier } from '../barrier/Barrier';
import { EntityStore } from '../identity/EntityStore';
import type { Backend } from '../logical/Backend';
import {
  Mounts,
  mountEntry,
  runningVersion,
  type BackendFactory,
  type MountEntry,
} from '../logical/Mounts';
import { RequestHandler } from '../logical/RequestHandler';
import { PolicyStore } from '../policy/PolicyStore';
import { kvBackend } from '../secrets/kvBackend';
import { passthroughBackend } from '../secrets/passthroughBackend';
import { ReadCache } from '../storage/ReadCache';
import { systemBackend } from '../sys/systemBackend';
import type { JsonObject } from '../util/json';
import type { ServerLog } from './ServerLog';

/** Auth methods that can be enabled but answer nothing here. */
const BARE_AUTH_METHODS = ['approle', 'cert', 'github', 'jwt', 'ldap', 'oidc'];

/** What an active node needs from around it. */
export interface Surroundings {
  readonly log: ServerLog;
  readonly version: string;
  readonly stdout: (line: string) => void;
  readonly resolveFile: (path: string) => string;
  readonly isFull?: (file: string) => boolean;
  readonly local: LocalIdentity;
  readonly kubeRequest: KubeRequest;
  readonly askSts: AskSts;
  haNodes(): readonly JsonObject[];
}

/** Everything that only the active node has: mounts, tokens, policies and audit devices. */
export interface ActiveVault {
  readonly handler: RequestHandler;
  readonly tokens: TokenStore;
  readonly policies: PolicyStore;
  readonly audit: AuditBroker;
  close(): void;
}

/** Vault's post-unseal setup. */
export async function activate(
  sealedBarrier: Barrier,
  around: Surroundings,
): Promise<ActiveVault> {
  const { log, version } = around;
  log.info('post-unseal setup starting');
  const barrier = sealedBarrier.over(storage => new ReadCache(storage));
  const tokens = new TokenStore(barrier.view('sys/token/'));
  const entities = new EntityStore(barrier.view('sys/identity/'));
  const policies = new PolicyStore(barrier.view('sys/policy/'), entities);
  const login = createLogin(tokens, entities);
  const audit = new AuditBroker({
    barrier,
    log,
    stdout: around.stdout,
    resolveFile: around.resolveFile,
    isFull: around.isFull,
  });

  const factories = new Map<string, BackendFactory>([
    ['identity', () => bareBackend('identity')],
    [
      'cubbyhole',
      (_, view) =>
        passthroughBackend(
          'cubbyhole',
          view,
          request => `${request.token?.accessor}/`,
        ),
    ],
    [
      'kv',
      (entry, view) =>
        entry.options?.version === '2'
          ? kvBackend(view)
          : passthroughBackend('kv', view),
    ],
    ['kv-v2', (_, view) => kvBackend(view)],
    ['token', () => tokenBackend(tokens)],
    ['userpass', (_, view) => userpassBackend(view, login)],
    [
      'kubernetes',
      (_, view) =>
        kubernetesBackend({
          view,
          login,
          local: around.local,
          request: around.kubeRequest,
        }),
    ],
    ['aws', (_, view) => awsBackend({ view, login, askSts: around.askSts })],
    ...BARE_AUTH_METHODS.map((type): [string, BackendFactory] => [
      type,
      () => bareBackend(type),
    ]),
  ]);
  const mounts = new Mounts(barrier, factories);
  factories.set('system', () =>
    systemBackend({
      mounts,
      audit,
      policies,
      tokens,
      log,
      version,
      haNodes: around.haNodes,
    }),
  );

  for (const entry of await mounts.load(defaultMounts())) {
    log.info('successfully mounted', {
      type: entry.type,
      version: runningVersion(entry.type, version),
      path: entry.path.replace(/^auth\//, ''),
      namespace: 'ID: root. Path: ',
    });
  }
  await policies.ensureDefault();
  await audit.load();
  log.info('post-unseal setup complete');
  return {
    handler: new RequestHandler({ mounts, tokens, policies, audit, version }),
    tokens,
    policies,
    audit,
    close: () => audit.close(),
  };
}

function bareBackend(type: string): Backend {
  return { type, paths: [] };
}

function defaultMounts(): MountEntry[] {
  const config = {
    default_lease_ttl: 0,
    force_no_cache: false,
    max_lease_ttl: 0,
  };
  return [
    mountEntry({
      path: 'cubbyhole/',
      type: 'cubbyhole',
      class: 'secret',
      description: 'per-token private secret storage',
      local: true,
    }),
    mountEntry({
      path: 'sys/',
      type: 'system',
      class: 'secret',
      description: 'system endpoints used for control, policy and debugging',
      sealWrap: true,
      config: { ...config, passthrough_request_headers: ['Accept'] },
    }),
    mountEntry({
      path: 'identity/',
      type: 'identity',
      class: 'secret',
      description: 'identity store',
      config: { ...config, passthrough_request_headers: ['Authorization'] },
    }),
    mountEntry({
      path: 'auth/token/',
      type: 'token',
      class: 'auth',
      description: 'token based credentials',
      config: { ...config, token_type: 'default-service' },
    }),
  ];
}
