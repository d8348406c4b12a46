import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Agent, request } from 'undici';
import { z } from 'zod/v3';
import { at, isObject, JsonObject, textOf } from './api/json';
import { startTestCluster, TestCluster } from './testing/testCluster';

const callSchema = z.object({
  label: z.string(),
  request: z.object({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    as: z.string(),
    accept: z.string().optional(),
    contentType: z.string().optional(),
    body: z.unknown(),
  }),
  response: z.object({ status: z.number(), body: z.unknown() }),
});

const { calls } = z
  .object({ calls: z.array(callSchema) })
  .parse(
    JSON.parse(
      readFileSync(
        path.join(__dirname, 'fixtures', 'recordedAnswers.json'),
        'utf8',
      ),
    ),
  );

const RECORDED_ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
const TOKEN = '<service account token>';

/** Differ from run to run, or say who the recording's administrator was. */
const VOLATILE = new Set([
  // The recorded server had no signer for EKS's signer name; this one has.
  'certificate',
  'continue',
  'creationTimestamp',
  'expirationTimestamp',
  'extra',
  'groups',
  'lastTransitionTime',
  'lastUpdateTime',
  'managedFields',
  'description',
  'remainingItemCount',
  'resourceVersion',
  'token',
  'uid',
  'username',
]);

/** Without the keys whose presence depends on who asked. */
function withoutVolatile(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutVolatile);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !VOLATILE.has(key))
      .map(([key, item]) => [key, withoutVolatile(item)]),
  );
}

describe('the answers of a real API server', () => {
  let cluster: TestCluster;
  let agent: Agent;
  let token = '';

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
  function localBody(call: z.infer<typeof callSchema>): string | undefined {
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

  // In order: each call builds on those before it.
  it.each(calls.map(call => [call.label, call] as const))(
    '%s',
    async (_label, call) => {
      const { method, accept, contentType } = call.request;
      const answer = await request(
        new URL(call.request.path, cluster.server.url),
        {
          method,
          dispatcher: agent,
          headers: {
            ...authorization(call.request.as),
            ...(accept ? { accept } : {}),
            ...(contentType ? { 'content-type': contentType } : {}),
          },
          body: localBody(call),
        },
      );
      const text = await answer.body.text();
      const body: unknown = JSON.parse(
        text.replaceAll(cluster.identity.issuer.url, RECORDED_ISSUER),
      );
      token = textOf(at(body, 'status', 'token')) ?? token;

      expect({
        status: answer.statusCode,
        body: withoutVolatile(body),
      }).toEqual({
        status: call.response.status,
        body: withoutVolatile(call.response.body),
      });
    },
  );
});
