import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  createSecureContext,
  createServer,
  type SecureContext,
} from 'node:tls';
import * as x509 from '@peculiar/x509';
import { claimLoopback } from '../../loopback/claimLoopback';
import { carry, endServer, keepingSockets } from '../../loopback/forward';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFETIME_MS = 30 * 24 * 3600 * 1000;
const AWS_NAME = /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|api\.aws)$/;

/** AWS as a pod finds it by name: HTTPS at port 443, with certificates that its own authority signs. */
export interface AwsGateway {
  readonly address: string;
  /** What a process has to trust to call AWS here. */
  readonly caPem: string;
  close(): Promise<void>;
}

/**
 * Starts the gateway to the sandbox's AWS endpoint. With it the AWS SDKs need no setting at all: some of what Vault
 * calls, such as STS by the first SDK for Go, can be led elsewhere by no variable.
 */
export async function startAwsGateway(endpoint: string): Promise<AwsGateway> {
  const target = new URL(endpoint);
  const authority = await createAuthority();
  const contexts = new Map<string, Promise<SecureContext>>();
  const contextFor = (name: string) => {
    const kept = contexts.get(name) ?? authority.contextFor(name);
    contexts.set(name, kept);
    return kept;
  };
  const server = keepingSockets(
    createServer(
      {
        ALPNProtocols: ['http/1.1'],
        SNICallback: (name, done) => {
          if (!AWS_NAME.test(name)) {
            done(new Error(`${name} is no name of AWS`));
            return;
          }
          contextFor(name).then(
            context => done(null, context),
            error => done(error),
          );
        },
      },
      socket =>
        carry(socket, { host: target.hostname, port: Number(target.port) }),
    ).on('tlsClientError', (_error, socket) => socket.destroy()),
  );
  const { address } = await claimLoopback(server);
  return { address, caPem: authority.pem, close: () => endServer(server) };
}

async function createAuthority() {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=AWS of the sandbox',
    keys,
    ...lifetime(),
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    pem: certificate.toString('pem'),
    contextFor: async (name: string) => {
      const own = await newKeys();
      const leaf = await x509.X509CertificateGenerator.create({
        ...lifetime(),
        subject: `CN=${name.slice(0, 64)}`,
        issuer: certificate.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new x509.ExtendedKeyUsageExtension([
            x509.ExtendedKeyUsage.serverAuth,
          ]),
          new x509.SubjectAlternativeNameExtension([
            { type: 'dns', value: name },
          ]),
        ],
      });
      const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', own.privateKey);
      return createSecureContext({
        cert: leaf.toString('pem'),
        key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
      });
    },
  };
}

function newKeys() {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function lifetime() {
  return {
    serialNumber: randomBytes(16).toString('hex'),
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + LIFETIME_MS),
  };
}
