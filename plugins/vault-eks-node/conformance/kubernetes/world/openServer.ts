import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Agent, request } from 'undici';
import { AwsConnections } from '../../../src/connections/aws';
import { EksConnections } from '../../../src/connections/eks';
import {
  createKubernetesConnection,
  type KubernetesConnection,
} from '../../../src/connections/kubernetes';

/** One API server, and the product's connection to it as an administrator. */
export interface OpenServer {
  readonly admin: KubernetesConnection;
  /** A namespace of this run, which exists. */
  readonly namespace: string;
  /** The product's connection with another token. */
  as(token: string): Promise<KubernetesConnection>;
  /** A call past the product, as an administrator. */
  raw(call: {
    readonly method: 'POST' | 'PATCH' | 'GET';
    readonly path: string;
    readonly type?: string;
    readonly body?: unknown;
  }): Promise<{ readonly status: number; readonly body: unknown }>;
  close(): Promise<void>;
}

/** `KUBE_TEST_SERVER`, `KUBE_TEST_CA_FILE` and `KUBE_TEST_TOKEN` name a server; else it is the sandbox's. */
async function chooseServer(): Promise<{
  readonly admin: KubernetesConnection;
  readonly close: () => Promise<void>;
}> {
  const { KUBE_TEST_SERVER, KUBE_TEST_CA_FILE, KUBE_TEST_TOKEN } = process.env;
  if (KUBE_TEST_SERVER) {
    if (!KUBE_TEST_CA_FILE || !KUBE_TEST_TOKEN) {
      throw new InputError(
        'KUBE_TEST_SERVER: give KUBE_TEST_CA_FILE (PEM) and KUBE_TEST_TOKEN (a bearer token of an administrator) too; these tests create and delete things',
      );
    }
    const admin = await createKubernetesConnection({
      endpoint: KUBE_TEST_SERVER,
      caData: readFileSync(KUBE_TEST_CA_FILE).toString('base64'),
      token: async () => KUBE_TEST_TOKEN,
    });
    return { admin, close: () => admin.close() };
  }
  const { AWS_ENDPOINT_URL, AWS_REGION = 'eu-west-1' } = process.env;
  if (!AWS_ENDPOINT_URL) {
    throw new InputError(
      'KUBE_TEST_SERVER or AWS_ENDPOINT_URL: set one; npm run conformance:kubernetes starts a sandbox',
    );
  }
  const eks = new EksConnections({
    aws: AwsConnections.create({ config: new ConfigReader({}) }),
    log: () => {},
  });
  const scope = { region: AWS_REGION, cluster: 'platform-prod' };
  const { signal } = new AbortController();
  const { kubernetes } = await eks.connect(scope, { signal });
  return { admin: kubernetes, close: () => eks.close() };
}

/** Connects, and makes a namespace for the run. */
export async function openServer(): Promise<OpenServer> {
  const { admin, close } = await chooseServer();
  const { signal } = new AbortController();
  const namespace = `conformance-${randomBytes(4).toString('hex')}`;
  const dispatcher = new Agent({ connect: { ca: admin.caPem } });
  const opened: KubernetesConnection[] = [];
  await admin.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { signal },
  );
  return {
    admin,
    namespace,
    as: async token => {
      const connection = await createKubernetesConnection({
        endpoint: admin.endpoint,
        caData: Buffer.from(admin.caPem).toString('base64'),
        token: async () => token,
      });
      opened.push(connection);
      return connection;
    },
    raw: async ({ method, path, type = 'application/json', body }) => {
      const answer = await request(`${admin.endpoint}${path}`, {
        method,
        dispatcher,
        headers: {
          authorization: `Bearer ${await admin.token()}`,
          'content-type': type,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: answer.statusCode, body: await answer.body.json() };
    },
    close: async () => {
      const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
      await admin.delete(ref, { signal });
      await Promise.all(opened.map(connection => connection.close()));
      await dispatcher.close();
      await close();
    },
  };
}
