import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { chartFullname } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../kubernetes';
import { createVaultClient } from './createVaultClient';
import { createReadCa } from './publishedCa';
import { servedCertificate } from './servedCertificate';
import type { VaultClient } from './VaultClient';

const VAULT_PORT = 8200;

/** Where to find one Vault cluster's pods. */
export interface VaultPodsOptions {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly release: string;
  /** Reach pods without the API server, from inside the cluster's network: host and port of a pod. */
  readonly direct?: (pod: string) => {
    readonly host: string;
    readonly port: number;
  };
}

/** The Vault nodes of one cluster, each to be asked for itself. */
export interface VaultPods {
  readonly namespace: string;
  readonly release: string;
  readonly fullname: string;
  /**
   * A client for one pod; the caller closes it.
   *
   * @param serverName - the name to demand of the certificate; the pod's own name in the headless service by default
   */
  client(
    pod: string,
    options: {
      readonly signal: AbortSignal;
      readonly serverName?: string;
      /** For several who ask at the same time: nobody's reading waits for the answer of another. */
      readonly pipelined?: boolean;
    },
  ): VaultClient;
  /** The fingerprint of the certificate that a pod serves with now, whether or not it can be trusted any more. */
  servedCertificate(
    pod: string,
    options: { readonly signal: AbortSignal },
  ): Promise<string>;
}

async function openDirect(
  address: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Duplex> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ ...address, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // It may fail before anybody listens; `errored` tells then.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

/** Reaches the pods of one Vault cluster by port-forward, or directly when told how. */
export function createVaultPods(options: VaultPodsOptions): VaultPods {
  const { kubernetes, namespace, release, direct } = options;
  const fullname = chartFullname(release);
  const readCa = createReadCa(options);
  const nameOf = (pod: string) => `${pod}.${fullname}-internal`;
  const opener = (pod: string, signal: AbortSignal) => () =>
    direct
      ? openDirect(direct(pod), signal)
      : kubernetes.portForward(
          { namespace, pod, port: VAULT_PORT },
          { signal },
        );
  return {
    namespace,
    release,
    fullname,
    client: (pod, { signal, serverName, pipelined }) =>
      createVaultClient({
        node: pod,
        serverName: serverName ?? nameOf(pod),
        caPem: () => readCa({ signal }),
        open: opener(pod, signal),
        pipelined,
      }),
    servedCertificate: (pod, { signal }) =>
      servedCertificate({
        node: pod,
        serverName: nameOf(pod),
        open: opener(pod, signal),
        signal,
      }),
  };
}
