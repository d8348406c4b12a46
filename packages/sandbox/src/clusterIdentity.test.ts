import { X509Certificate, createPrivateKey } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';
import { clusterIdentity } from './clusterIdentity';
import { SEED } from './seed';
import { createStateStore } from './state';
import type { StateStore } from './world';

const identity = (store: StateStore) =>
  clusterIdentity({
    seed: SEED,
    cluster: SEED.clusters[0],
    endpoint: 'https://127.0.0.1:1',
    store,
  });

describe('clusterIdentity', () => {
  it('has a CA whose certificate belongs to its key', async () => {
    const { ca } = await identity(createStateStore(undefined));
    const certificate = new X509Certificate(ca.certificatePem);

    expect(certificate.ca).toBe(true);
    expect(
      certificate.checkPrivateKey(createPrivateKey(ca.privateKeyPem)),
    ).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it('signs tokens that its public key verifies', async () => {
    const { issuer } = await identity(createStateStore(undefined));
    const token = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'RS256', kid: issuer.keyId })
      .sign(issuer.privateKey);

    await expect(jwtVerify(token, issuer.publicKey)).resolves.toMatchObject({
      payload: { sub: 'x' },
    });
  });

  it('stays itself when its state is kept', async () => {
    const saved = new Map<string, string>();
    const store: StateStore = {
      folder: undefined,
      load: name => JSON.parse(saved.get(name) ?? 'null') ?? undefined,
      save: (name, value) => saved.set(name, JSON.stringify(value())),
    };
    const [first, second] = [await identity(store), await identity(store)];

    expect(second.ca).toEqual(first.ca);
    expect(second.issuer.url).toBe(first.issuer.url);
  });
});
