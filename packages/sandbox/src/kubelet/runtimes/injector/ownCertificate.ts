import { setTimeout as sleep } from 'node:timers/promises';
import { at, objectsOf, textOf } from '../../../kube/api/json';
import type { ContainerStart } from '../../ContainerRuntime';
import { selfSigned } from '../selfSigned';
import { askApiServer } from './apiServer';

type Certificate = Awaited<ReturnType<typeof selfSigned>>;

const decoded = (value: unknown) =>
  Buffer.from(textOf(value) ?? '', 'base64').toString();
const webhookPath = ({ env }: ContainerStart) =>
  `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/${env.AGENT_INJECT_TLS_AUTO}`;
const encoded = (text: string) => Buffer.from(text).toString('base64');

/** Several injectors share one certificate in a Secret: whoever comes first makes it. */
async function sharedCertificate(
  start: ContainerStart,
  hosts: readonly string[],
): Promise<Certificate> {
  const fullname = (start.env.AGENT_INJECT_TLS_AUTO ?? '').replace(
    /-agent-injector-cfg$/,
    '',
  );
  const path = `/api/v1/namespaces/${start.namespace}/secrets/${fullname}-injector-certs`;
  for (;;) {
    const { status, body: secret } = await askApiServer(start, {
      method: 'GET',
      path,
    });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    const certificatePem = decoded(at(secret, 'data', 'cert'));
    const privateKeyPem = decoded(at(secret, 'data', 'key'));
    if (certificatePem && privateKeyPem) {
      return { certificatePem, privateKeyPem };
    }
    const made = await selfSigned(hosts);
    const data = {
      cert: encoded(made.certificatePem),
      key: encoded(made.privateKeyPem),
    };
    // With the version that was read: of two that come at once, one is refused and reads again.
    const written = await askApiServer(start, {
      method: 'PUT',
      path,
      body: { ...secret, data },
    });
    if (written.status < 300) return made;
    if (written.status !== 409) throw new Error(`${path}: ${written.status}`);
    await sleep(50);
  }
}

/** The certificate that an injector serves with, as vault-k8s makes it: its own, or with leader election one for all. */
export async function ownCertificate(
  start: ContainerStart,
): Promise<Certificate> {
  const { AGENT_INJECT_TLS_AUTO_HOSTS: list = 'localhost' } = start.env;
  const hosts = list.split(',');
  return start.env.AGENT_INJECT_USE_LEADER_ELECTOR === 'true'
    ? await sharedCertificate(start, hosts)
    : await selfSigned(hosts);
}

const LOOK_MS = 1_000;

/** Writes the certificate into the webhook configuration again when something else, such as a helm upgrade, has taken it out. */
export function keepPublished(
  start: ContainerStart,
  certificatePem: string,
): () => void {
  const path = webhookPath(start);
  // vault-k8s watches; a look now and then sees the same.
  const look = async () => {
    const { status, body } = await askApiServer(start, { method: 'GET', path });
    const [webhook] = objectsOf(at(body, 'webhooks'));
    const bundle = decoded(at(webhook, 'clientConfig', 'caBundle'));
    if (status === 200 && bundle !== certificatePem) {
      await publishCertificate(start, certificatePem);
    }
  };
  // The API server may be away.
  const timer = setInterval(() => look().catch(() => {}), LOOK_MS);
  return () => clearInterval(timer);
}

/** Writes the certificate into the webhook configuration. */
export async function publishCertificate(
  start: ContainerStart,
  certificatePem: string,
): Promise<void> {
  const path = webhookPath(start);
  const { status } = await askApiServer(start, {
    method: 'PATCH',
    path,
    contentType: 'application/json-patch+json',
    body: [
      {
        op: 'add',
        path: '/webhooks/0/clientConfig/caBundle',
        value: encoded(certificatePem),
      },
    ],
  });
  if (status >= 300) throw new Error(`${path}: ${status}`);
}
