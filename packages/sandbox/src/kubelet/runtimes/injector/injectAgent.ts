import type { Operation } from 'fast-json-patch';
import { at, JsonObject, objectsOf } from '../../../kube/api/json';
import type { KubeObject } from '../../PodHost';
import { defaultTemplate } from '../agent/renderTemplate';
import { InjectorRequest, injectorRequest } from './annotations';
import { TokenMount, tokenMount } from './tokenMount';

const SECRETS = { name: 'vault-secrets', mountPath: '/vault/secrets' };
const HOME = { name: 'home-init', mountPath: '/home/vault' };
const HOME_SIDECAR = { name: 'home-sidecar', mountPath: '/home/vault' };
const TLS = { name: 'vault-tls-secrets', mountPath: '/vault/tls' };
const SCRIPT =
  'echo ${VAULT_CONFIG?} | base64 -d > /home/vault/config.json && vault agent -config=/home/vault/config.json';

type Environment = Readonly<Record<string, string>>;

function agentConfig(
  request: InjectorRequest,
  token: TokenMount,
  env: Environment,
  exitAfterAuth: boolean,
): JsonObject {
  return {
    auto_auth: {
      method: {
        type: 'kubernetes',
        mount_path:
          request.authPath ??
          env.AGENT_INJECT_VAULT_AUTH_PATH ??
          'auth/kubernetes',
        config: {
          role: request.role,
          token_path: `${token.mountPath}/${token.file}`,
        },
      },
      sink: [{ type: 'file', config: { path: '/home/vault/.vault-token' } }],
    },
    exit_after_auth: exitAfterAuth,
    pid_file: '/home/vault/.pid',
    vault: {
      address: request.service ?? env.AGENT_INJECT_VAULT_ADDR,
      ...(request.caCert ? { ca_cert: request.caCert } : {}),
    },
    template: request.secrets.map(({ name, path, template }) => ({
      destination: `${SECRETS.mountPath}/${name}`,
      contents: template ?? defaultTemplate(path),
      left_delimiter: '{{',
      right_delimiter: '}}',
    })),
  };
}

/** The CA may be given as PEM or in base64. */
function pemOf(bytes: string): string {
  return bytes.includes('-----BEGIN')
    ? bytes
    : Buffer.from(bytes, 'base64').toString();
}

function agentContainer(
  name: string,
  home: typeof HOME,
  config: JsonObject,
  parts: {
    readonly request: InjectorRequest;
    readonly token: TokenMount;
    readonly env: Environment;
  },
): JsonObject {
  const { request, token, env } = parts;
  const ca = env.AGENT_INJECT_VAULT_CACERT_BYTES;
  return {
    name,
    image: env.AGENT_INJECT_VAULT_IMAGE,
    command: ['/bin/sh', '-ec'],
    args: [SCRIPT],
    env: [
      ...(ca ? [{ name: 'VAULT_CACERT_BYTES', value: pemOf(ca) }] : []),
      {
        name: 'VAULT_CONFIG',
        value: Buffer.from(JSON.stringify(config)).toString('base64'),
      },
    ],
    resources: {
      limits: { cpu: '500m', memory: '128Mi' },
      requests: { cpu: '250m', memory: '64Mi' },
    },
    securityContext: {
      runAsUser: 100,
      runAsGroup: 1000,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: token.volume, mountPath: token.mountPath, readOnly: true },
      home,
      SECRETS,
      ...(request.tlsSecret ? [{ ...TLS, readOnly: true }] : []),
    ],
  };
}

/** The changes that vault-k8s makes to a pod that asks for secrets: an agent before its containers, and beside them. */
export function injectAgent(
  pod: KubeObject,
  env: Environment,
): readonly Operation[] {
  const request = injectorRequest(pod);
  if (!request) return [];
  if (!request.role) throw new Error('no Vault role found');
  const token = tokenMount(pod, request.tokenVolume);
  const parts = { request, token, env };
  const memory = (name: string) => ({ name, emptyDir: { medium: 'Memory' } });
  const containers = objectsOf(at(pod, 'spec', 'containers')).map(item => ({
    ...item,
    volumeMounts: [...objectsOf(item.volumeMounts), SECRETS],
  }));
  const init = agentContainer(
    'vault-agent-init',
    HOME,
    agentConfig(request, token, env, true),
    parts,
  );
  const sidecar = agentContainer(
    'vault-agent',
    HOME_SIDECAR,
    agentConfig(request, token, env, false),
    parts,
  );
  return [
    {
      op: 'add',
      path: '/spec/volumes',
      value: [
        ...objectsOf(at(pod, 'spec', 'volumes')),
        memory(HOME.name),
        ...(request.prePopulateOnly ? [] : [memory(HOME_SIDECAR.name)]),
        memory(SECRETS.name),
        ...(request.tlsSecret
          ? [{ name: TLS.name, secret: { secretName: request.tlsSecret } }]
          : []),
      ],
    },
    {
      op: 'add',
      path: '/spec/initContainers',
      value: [...objectsOf(at(pod, 'spec', 'initContainers')), init],
    },
    {
      op: 'add',
      path: '/spec/containers',
      value: request.prePopulateOnly ? containers : [...containers, sidecar],
    },
    {
      op: 'add',
      path: '/metadata/annotations/vault.hashicorp.com~1agent-inject-status',
      value: 'injected',
    },
  ];
}
