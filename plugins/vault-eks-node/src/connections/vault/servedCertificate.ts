import type { Duplex } from 'node:stream';
import { connect, TLSSocket } from 'node:tls';
import { ServiceUnavailableError } from '@backstage/errors';
import { untilAborted } from '../untilAborted';

/**
 * The certificate that a node serves with, by a handshake. Nothing is trusted for that, so that one that has expired
 * or that an older CA signed can be told too: no byte is sent, and what is read is only compared with what is known. That
 * the node holds the key is part of the handshake itself.
 *
 * @returns the SHA-256 fingerprint as colon-separated hex, as `X509Certificate.fingerprint256` has it
 */
export async function servedCertificate(options: {
  readonly node: string;
  readonly serverName: string;
  readonly open: () => Promise<Duplex>;
  readonly signal: AbortSignal;
}): Promise<string> {
  const { node, serverName, open, signal } = options;
  const carrier = await untilAborted(signal, open());
  let socket: TLSSocket | undefined;
  const handshake = new Promise<string>((resolve, reject) => {
    // Both stay for good: a broken carrier is told by the carrier and by TLS, in either order.
    carrier.on('error', reject);
    const opened = connect({
      socket: carrier,
      servername: serverName,
      rejectUnauthorized: false,
    });
    socket = opened;
    opened.on('error', reject);
    opened.once('close', () =>
      reject(
        new ServiceUnavailableError(
          `Vault pod ${node} ended the connection during the handshake`,
        ),
      ),
    );
    opened.once('secureConnect', () =>
      resolve(opened.getPeerCertificate().fingerprint256),
    );
  });
  try {
    return await untilAborted(signal, handshake);
  } finally {
    socket?.destroy();
    carrier.destroy();
  }
}
