import { Duplex } from 'node:stream';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../testing/certificateAuthority';
import { startVaultNode, VaultNode } from '../../testing/startVaultNode';
import { MockAgent } from 'undici';
import { initAnswer, leaderAnswer } from './answers';
import { createVaultClient } from './createVaultClient';

describe('createVaultClient', () => {
  const { signal } = new AbortController();
  let ca: CertificateAuthority;
  let node: VaultNode;
  let leaderless = 0;
  let asked = 0;

  beforeAll(async () => {
    ca = await createCertificateAuthority();
    node = await startVaultNode({
      ca,
      names: ['vault-0.vault-internal'],
      answer: ({ path, token }) => {
        switch (path) {
          case 'sys/leader':
            return { status: 200, body: { ha_enabled: true, is_self: true } };
          case 'auth/aws/login':
            return {
              status: 400,
              body: { errors: ['from STS: x-amz-security-token:IQoJb3/+='] },
            };
          case 'no-leader':
            return leaderless++ % 2 === 1
              ? { status: 200, body: { ha_enabled: true, is_self: true } }
              : { status: 500, body: { errors: ['no active node'] } };
          case 'endless':
            asked += 1;
            return {
              status: 200,
              body: { text: 'x'.repeat(17 * 1024 * 1024) },
            };
          case 'slow':
            return new Promise(() => undefined);
          default:
            return {
              status: 403,
              body: { errors: [`permission denied for ${token}`] },
            };
        }
      },
    });
  });
  afterAll(() => node.close());

  const client = (serverName = 'vault-0.vault-internal', caPem = ca.pem) =>
    createVaultClient({
      node: 'vault-0',
      serverName,
      caPem,
      open: node.open,
    });

  it('ends TLS in the pod and keeps the certificate of the handshake', async () => {
    const vault = client();
    await expect(
      vault.call({ method: 'GET', path: 'sys/leader', signal }, leaderAnswer),
    ).resolves.toEqual({ ha_enabled: true, is_self: true });
    expect(vault.peerCertificate()?.subject.CN).toBe('vault-0.vault-internal');
    await vault.close();
  });

  it('reads no answer without a bound, and does not ask for it again', async () => {
    const vault = client();
    await expect(
      vault.run({ method: 'GET', path: 'endless', signal }),
    ).rejects.toThrow(
      /vault-0 did not answer GET endless: UND_ERR_RES_EXCEEDED_MAX_SIZE/,
    );
    expect(asked).toBe(1);
    await vault.close();
  });

  it('refuses a pod whose certificate bears another name', async () => {
    const vault = client('vault-1.vault-internal');
    await expect(
      vault.run({ method: 'PUT', path: 'sys/leader', signal }),
    ).rejects.toThrow(/ERR_TLS_CERT_ALTNAME_INVALID/);
    await vault.close();
  });

  it('refuses a certificate of another CA', async () => {
    const other = await createCertificateAuthority();
    const vault = client('vault-0.vault-internal', other.pem);
    await expect(
      vault.run({ method: 'PUT', path: 'sys/leader', signal }),
    ).rejects.toThrow(ServiceUnavailableError);
    await vault.close();
  });

  it('never quotes the token, even when Vault does', async () => {
    const vault = client();
    const denied = vault.run({
      method: 'GET',
      path: 'sys/audit',
      token: 'my-own-token',
      signal,
    });
    await expect(denied).rejects.toThrow(NotAllowedError);
    await expect(denied).rejects.toThrow(
      'Vault answered 403 to GET sys/audit on vault-0: permission denied for <redacted>',
    );
    await vault.close();
  });

  it('never quotes what it was told to keep, such as a session token in what STS said', async () => {
    const vault = client();
    await expect(
      vault.run({
        ...{ method: 'POST', path: 'auth/aws/login', signal },
        secrets: [undefined, 'IQoJb3/+='],
      }),
    ).rejects.toThrow(/from STS: x-amz-security-token:<redacted>$/);
    await vault.close();
  });

  it('never quotes an answer that it does not understand', async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    dispatcher
      .get('https://vault-0:8200')
      .intercept({ method: 'PUT', path: '/v1/sys/init' })
      .reply(200, 'hvs.cut-off-halfway"}');
    const vault = createVaultClient({
      node: 'vault-0',
      serverName: 'vault-0',
      caPem: ca.pem,
      open: node.open,
      dispatcher,
    });
    await expect(
      vault.call({ method: 'PUT', path: 'sys/init', signal }, initAnswer),
    ).rejects.toThrow(/^(?!.*hvs).*not understood: it is not JSON$/);
    await dispatcher.close();
  });

  it('survives a carrier that breaks during the handshake', async () => {
    const vault = createVaultClient({
      node: 'vault-0',
      serverName: 'vault-0.vault-internal',
      caPem: ca.pem,
      open: async () => {
        const carrier = new Duplex({
          read: () => undefined,
          write: (_chunk, _encoding, written) => written(),
        });
        setTimeout(
          () => carrier.destroy(new Error('nothing listens on port 8200')),
          10,
        );
        return carrier;
      },
    });
    await expect(
      vault.run({ method: 'PUT', path: 'sys/leader', signal }),
    ).rejects.toThrow(/nothing listens on port 8200/);
    await vault.close();
  });

  it('says why a carrier broke while what to trust was looked up', async () => {
    const carrier = new Duplex({ read: () => {}, write: () => {} });
    carrier.on('error', () => undefined);
    const vault = createVaultClient({
      node: 'vault-0',
      serverName: 'vault-0.vault-internal',
      caPem: async () => {
        carrier.destroy(new ServiceUnavailableError('nothing listens'));
        return ca.pem;
      },
      open: async () => carrier,
    });
    await expect(
      vault.call({ method: 'GET', path: 'sys/leader', signal }, leaderAnswer),
    ).rejects.toThrow(/nothing listens/);
  });

  it('asks again what only reads when nobody leads for a moment', async () => {
    const vault = client();
    await expect(
      vault.call({ method: 'GET', path: 'no-leader', signal }, leaderAnswer),
    ).resolves.toEqual({ ha_enabled: true, is_self: true });
    await expect(
      vault.run({ method: 'PUT', path: 'no-leader', signal }),
    ).rejects.toThrow(/Vault answered 500 to PUT no-leader/);
    expect(node.asked.filter(a => a.path === 'no-leader')).toHaveLength(3);
    await vault.close();
  });

  it('gives up when a pod is slow, without asking again', async () => {
    const vault = client();
    await expect(
      vault.run({ method: 'GET', path: 'slow', signal, timeoutMs: 500 }),
    ).rejects.toThrow(/did not answer GET slow/);
    expect(node.asked.filter(a => a.path === 'slow')).toHaveLength(1);
    await vault.close();
  });
});
