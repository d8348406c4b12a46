import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

const CHUNK_BYTES = 64 * 1024;

const hmac = () => `hmac-sha256:${randomBytes(32).toString('hex')}`;

/** A response line as Vault writes it, in two parts around the time and the id of the request. */
function template() {
  const line = JSON.stringify({
    auth: {
      accessor: hmac(),
      client_token: hmac(),
      display_name: 'kubernetes-shop-cart',
      entity_id: 'c3a6b7a4-7c2f-5b52-8f0e-6a39d4b26a10',
      metadata: {
        role: 'cart',
        service_account_name: 'cart',
        service_account_namespace: 'shop',
      },
      policies: ['cart', 'default'],
      policy_results: {
        allowed: true,
        granting_policies: [
          { name: 'cart', namespace_id: 'root', type: 'acl' },
        ],
      },
      token_policies: ['cart', 'default'],
      token_issue_time: '2026-11-23T12:18:46Z',
      token_ttl: 3600,
      token_type: 'service',
    },
    request: {
      client_id: 'c3a6b7a4-7c2f-5b52-8f0e-6a39d4b26a10',
      client_token: hmac(),
      client_token_accessor: hmac(),
      id: '#id#',
      mount_accessor: 'kv_4c1f0f8e',
      mount_class: 'secret',
      mount_point: 'apps/',
      mount_running_version: 'v0.25.0+builtin',
      mount_type: 'kv',
      namespace: { id: 'root' },
      operation: 'read',
      path: 'apps/data/shop/cart',
      remote_address: '10.0.11.23',
      remote_port: 41806,
    },
    response: {
      data: {
        data: { password: hmac(), username: hmac() },
        metadata: { created_time: hmac(), version: 3 },
      },
      mount_class: 'secret',
      mount_type: 'kv',
    },
    time: '#time#',
    type: 'response',
  });
  const [start, rest] = line.split('#id#');
  const [middle, end] = rest.split('#time#');
  return { start, middle, end: `${end}\n` };
}

function* chunks(lines: number): Generator<Buffer> {
  const { start, middle, end } = template();
  const second = new Date().toISOString().slice(0, 19);
  let text = '';
  for (let i = 0; i < lines; i += 1) {
    const id = `8d2a7f1e-30c5-4b1f-9a6d-${String(i).padStart(12, '0')}`;
    const time = `${second}.${String(i).padStart(9, '0')}Z`;
    text += start + id + middle + time + end;
    if (text.length >= CHUNK_BYTES) {
      yield Buffer.from(text, 'latin1');
      text = '';
    }
  }
  yield Buffer.from(text, 'latin1');
}

/** So many lines of an audit device, each request another one, as fast as they are read. */
export function auditStream(lines: number): Readable {
  return Readable.from(chunks(lines), { objectMode: false });
}
