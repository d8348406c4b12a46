import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import { MockAgent } from 'undici';
import { createKubernetesConnection } from './createKubernetesConnection';
import type { KubernetesConnection } from './KubernetesConnection';

const ENDPOINT = 'https://api.test';
const JSON_TYPE = { headers: { 'content-type': 'application/json' } };
const { signal } = new AbortController();
const call = { signal };

const CORE = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'v1',
  resources: ['Pod', 'Secret'].map(kind => ({
    kind,
    name: `${kind.toLowerCase()}s`,
    singularName: '',
    namespaced: true,
    verbs: ['get', 'list', 'create', 'patch'],
  })),
};

const failure = (code: number, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message,
  reason: 'Because',
  code,
});

describe('the Kubernetes connection', () => {
  let agent: MockAgent;
  let kubernetes: KubernetesConnection;
  let tokens = 0;

  beforeEach(async () => {
    tokens = 0;
    agent = new MockAgent();
    agent.disableNetConnect();
    kubernetes = await createKubernetesConnection({
      endpoint: ENDPOINT,
      caData: Buffer.from('CA').toString('base64'),
      token: async () => `token-${++tokens}`,
      dispatcher: agent,
      attempts: 3,
    });
    agent
      .get(ENDPOINT)
      .intercept({ path: '/api/v1' })
      .reply(200, CORE, JSON_TYPE);
  });
  afterEach(() => agent.close());

  const pods = '/api/v1/namespaces/vault/pods';
  const secret: V1Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'vault' },
  };

  it('reads a list page by page, with a new token for each call', async () => {
    const seen: unknown[] = [];
    const page = (name: string, more?: string) => ({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { continue: more },
      items: [
        { metadata: { name, creationTimestamp: '2026-11-23T12:00:00Z' } },
      ],
    });
    const remember = (options: { headers?: unknown }) => {
      seen.push(
        new Headers(options.headers as HeadersInit).get('authorization'),
      );
      return page('a', 'next');
    };
    agent
      .get(ENDPOINT)
      .intercept({ path: `${pods}?labelSelector=x%3Dy&limit=250` })
      .reply(200, remember, JSON_TYPE);
    agent
      .get(ENDPOINT)
      .intercept({
        path: `${pods}?labelSelector=x%3Dy&limit=250&continue=next`,
      })
      .reply(200, page('b'), JSON_TYPE);
    const found = await kubernetes.list<V1Pod>(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: 'vault',
        labelSelector: 'x=y',
      },
      call,
    );
    expect(found.map(p => p.metadata?.name)).toEqual(['a', 'b']);
    expect(found[0].metadata?.creationTimestamp).toBeInstanceOf(Date);
    expect(seen).toEqual(['Bearer token-2']);
  });

  it('reads a list anew when its snapshot is gone between two pages', async () => {
    const page = (name: string, more?: string) => ({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { continue: more },
      items: [{ metadata: { name } }],
    });
    const first = { path: `${pods}?limit=250` };
    const second = { path: `${pods}?limit=250&continue=next` };
    const api = agent.get(ENDPOINT);
    api.intercept(first).reply(200, page('a', 'next'), JSON_TYPE).times(2);
    api.intercept(second).reply(410, failure(410, 'too old'), JSON_TYPE);
    api.intercept(second).reply(200, page('b'), JSON_TYPE);

    const found = await kubernetes.list<V1Pod>(
      { apiVersion: 'v1', kind: 'Pod', namespace: 'vault' },
      call,
    );
    expect(found.map(p => p.metadata?.name)).toEqual(['a', 'b']);
  });

  it('gives undefined for what is absent and an error for what is forbidden', async () => {
    const ref = {
      apiVersion: 'v1',
      kind: 'Pod',
      name: 'vault-0',
      namespace: 'vault',
    };
    agent
      .get(ENDPOINT)
      .intercept({ path: `${pods}/vault-0` })
      .reply(404, failure(404, 'pods "vault-0" not found'), JSON_TYPE);
    expect(await kubernetes.get(ref, call)).toBeUndefined();
    agent
      .get(ENDPOINT)
      .intercept({ path: `${pods}/vault-0` })
      .reply(403, failure(403, 'pods "vault-0" is forbidden'), JSON_TYPE);
    const forbidden = kubernetes.get(ref, call);
    await expect(forbidden).rejects.toThrow(NotAllowedError);
    await expect(forbidden).rejects.toThrow(
      `Kubernetes refused GET ${pods}/vault-0: pods "vault-0" is forbidden`,
    );
  });

  it('applies as its own field manager, and again after a 503', async () => {
    const path =
      '/api/v1/namespaces/vault/secrets/s?fieldManager=vault-eks&force=true';
    const mock = agent.get(ENDPOINT);
    mock
      .intercept({ path, method: 'PATCH' })
      .reply(503, failure(503, 'later'), JSON_TYPE);
    mock
      .intercept({
        path,
        method: 'PATCH',
        headers: { 'content-type': 'application/apply-patch+yaml' },
      })
      .reply(200, secret, JSON_TYPE);
    const applied = await kubernetes.apply(secret, { signal, force: true });
    expect(applied.metadata?.name).toBe('s');
  });

  it('does not create twice, and does not quote what was refused of a secret', async () => {
    const path = '/api/v1/namespaces/vault/secrets?fieldManager=vault-eks';
    const mock = agent.get(ENDPOINT);
    mock
      .intercept({ path, method: 'POST' })
      .reply(503, failure(503, 'invalid: "s3cret"'), JSON_TYPE);
    const refused = kubernetes.create(secret, call);
    await expect(refused).rejects.toThrow(ServiceUnavailableError);
    await expect(refused).rejects.toThrow(
      'Kubernetes refused POST /api/v1/namespaces/vault/secrets: Because',
    );
    mock
      .intercept({ path, method: 'POST' })
      .reply(409, failure(409, 'exists'), JSON_TYPE);
    await expect(kubernetes.create(secret, call)).rejects.toThrow(
      ConflictError,
    );
  });

  it('ends with the reason of the signal, also during discovery', async () => {
    const abort = new AbortController();
    const reason = new Error('the task was cancelled');
    agent
      .get(ENDPOINT)
      .intercept({ path: '/apis/apps/v1' })
      .reply(200, {}, JSON_TYPE)
      .delay(5_000);
    const waiting = kubernetes.get(
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        name: 'vault',
        namespace: 'vault',
      },
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(reason), 20);
    await expect(waiting).rejects.toBe(reason);
    expect(reason.message).toBe('the task was cancelled');
  });

  it('streams a log and passes on the reason when there is none', async () => {
    const mock = agent.get(ENDPOINT);
    mock
      .intercept({
        path: `${pods}/vault-0/log?container=vault&follow=true&tailLines=10`,
      })
      .reply(200, 'one\ntwo\n');
    const log = await kubernetes.logs(
      {
        namespace: 'vault',
        pod: 'vault-0',
        container: 'vault',
        follow: true,
        tailLines: 10,
      },
      call,
    );
    let text = '';
    for await (const chunk of log) {
      text += chunk;
    }
    expect(text).toBe('one\ntwo\n');
    mock
      .intercept({ path: `${pods}/vault-1/log` })
      .reply(400, failure(400, 'container is waiting to start'), JSON_TYPE);
    await expect(
      kubernetes.logs(
        { namespace: 'vault', pod: 'vault-1', follow: false },
        call,
      ),
    ).rejects.toThrow(/container is waiting to start/);
  });

  it('asks for a token of a service account and for its own rights', async () => {
    const mock = agent.get(ENDPOINT);
    mock
      .intercept({
        path: '/api/v1/namespaces/vault/serviceaccounts/op/token',
        method: 'POST',
      })
      .reply(
        201,
        { kind: 'TokenRequest', status: { token: 'jwt' }, spec: {} },
        JSON_TYPE,
      );
    await expect(
      kubernetes.serviceAccountToken(
        {
          namespace: 'vault',
          serviceAccount: 'op',
          audience: 'vault',
          expirationSeconds: 600,
        },
        call,
      ),
    ).resolves.toBe('jwt');
    mock
      .intercept({
        path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        method: 'POST',
      })
      .reply(
        201,
        { kind: 'SelfSubjectAccessReview', status: { allowed: true } },
        JSON_TYPE,
      );
    await expect(
      kubernetes.can({ verb: 'get', resource: 'pods' }, call),
    ).resolves.toBe(true);
  });
});
