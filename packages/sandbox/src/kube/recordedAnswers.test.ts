import path from 'node:path';
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { Agent, request } from 'undici';
import { at, isObject, JsonObject, textOf } from './api/json';
import {
  readRecordedAnswers,
  withoutVolatile,
  type Call,
} from './testing/recordedAnswers';
import { startTestCluster, TestCluster } from './testing/testCluster';

const {
  version,
  token: recordedToken,
  forgotten,
  calls,
} = readRecordedAnswers(path.join(__dirname, 'fixtures/recordedAnswers.json'));

const RECORDED_ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
const TOKEN = '<service account token>';

describe('the answers of a real API server', () => {
  let cluster: TestCluster;
  let agent: Agent;
  let token = '';
  /** The uids of this run, by those of the recording. */
  const uids = new Map<string, string>();

  beforeAll(async () => {
    cluster = await startTestCluster();
    agent = new Agent({
      connect: { ca: cluster.identity.ca.certificatePem },
    });
  }, 30_000);

  afterAll(async () => {
    await agent.close();
    await cluster.close();
  });

  function authorization(as: string): Record<string, string> {
    switch (as) {
      case 'nobody':
        return {};
      case 'bad token':
        return { authorization: 'Bearer x.y.z' };
      case 'service account app':
        return { authorization: `Bearer ${token}` };
      default:
        return { authorization: 'Bearer k8s-aws-v1.admin' };
    }
  }

  /** What was sent, about the objects of this run instead of the recording's. */
  function localBody(call: Pick<Call, 'request'>): string | undefined {
    const { body, method } = call.request;
    if (body === undefined) return undefined;
    const text = JSON.stringify(body)
      .replaceAll(RECORDED_ISSUER, cluster.identity.issuer.url)
      .replaceAll(TOKEN, token);
    const parsed: unknown = JSON.parse(text);
    if (method !== 'PUT' || !isObject(parsed)) return text;
    const { name, namespace } = Object(parsed.metadata);
    const [group, plural] =
      parsed.kind === 'Secret'
        ? ['', 'secrets']
        : ['certificates.k8s.io', 'certificatesigningrequests'];
    const live = cluster.server.store.get(group, plural, namespace, name);
    const stale = at(parsed, 'metadata', 'resourceVersion') === '1';
    const metadata: JsonObject = {
      ...Object(parsed.metadata),
      uid: live?.metadata.uid,
      // Without one, as the signer may write in between.
      resourceVersion: stale ? '1' : undefined,
    };
    return JSON.stringify({ ...parsed, metadata });
  }

  async function answerTo(call: Pick<Call, 'request'>) {
    const { method, path: target, as, accept, contentType } = call.request;
    const answer = await request(new URL(target, cluster.server.url), {
      method,
      dispatcher: agent,
      headers: {
        ...authorization(as),
        ...(accept ? { accept } : {}),
        ...(contentType ? { 'content-type': contentType } : {}),
      },
      body: localBody(call),
    });
    const text = await answer.body.text();
    const body: unknown = JSON.parse(
      text.replaceAll(cluster.identity.issuer.url, RECORDED_ISSUER),
    );
    return { status: answer.statusCode, body };
  }

  /** What was recorded, about the objects of this run. */
  function ofThisRun(recorded: unknown): unknown {
    let text = JSON.stringify(recorded);
    for (const [theirs, ours] of uids) text = text.replaceAll(theirs, ours);
    return JSON.parse(text);
  }

  // In order: each call builds on those before it.
  it.each(calls.map(call => [call.label, call] as const))(
    '%s',
    async (_label, call) => {
      const { status, body } = await answerTo(call);
      token = textOf(at(body, 'status', 'token')) ?? token;

      const recordedUid = textOf(at(call.response.body, 'metadata', 'uid'));
      const uid = textOf(at(body, 'metadata', 'uid'));
      if (recordedUid && uid) uids.set(recordedUid, uid);

      expect({ status, body: withoutVolatile(body) }).toEqual({
        status: call.response.status,
        body: withoutVolatile(ofThisRun(call.response.body)),
      });
    },
  );

  it('/version', async () => {
    const { status, body } = await answerTo({
      request: { method: 'GET', path: '/version', as: 'cluster admin' },
    });
    expect(status).toBe(200);
    const minor = Number(at(body, 'minor'));
    expect(body).toEqual({
      ...version,
      minor: String(minor),
      emulationMinor: String(minor),
      minCompatibilityMinor: String(minor - 1),
      gitVersion: expect.stringMatching(`^v1\\.${minor}\\.`),
      gitCommit: expect.any(String),
      gitTreeState: expect.any(String),
      buildDate: expect.any(String),
      goVersion: expect.any(String),
    });
  });

  it('the claims of a token', () => {
    const fromIssue = ({
      iat = 0,
      exp = 0,
      nbf = 0,
      ...claims
    }: JWTPayload) => ({
      ...claims,
      exp: exp - iat,
      nbf: nbf - iat,
      jti: typeof claims.jti,
    });
    const text = JSON.stringify(decodeJwt(token));
    expect(
      fromIssue(
        JSON.parse(
          text.replaceAll(cluster.identity.issuer.url, RECORDED_ISSUER),
        ),
      ),
    ).toEqual(ofThisRun(fromIssue(recordedToken.claims)));
    expect(decodeProtectedHeader(token)).toEqual({
      ...recordedToken.header,
      kid: cluster.identity.issuer.keyId,
    });
  });

  // A watch of the recording with initial events was refused, as its etcd was too old for them; EKS has them.
  it('a watch from a version that is forgotten', async () => {
    const { store } = cluster.server;
    const metadata = { name: 'busy', namespace: 'demo' };
    store.create('', 'configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
    });
    for (let i = 0; i < 5_001; i += 1) {
      store.modify('', 'configmaps', 'demo', 'busy', map => {
        map.data = { i: String(i) };
      });
    }
    const { status, body } = await answerTo(forgotten);
    expect({ status, body: withoutVolatile(body) }).toEqual({
      status: forgotten.response.status,
      body: withoutVolatile(forgotten.response.body),
    });
  });
});
