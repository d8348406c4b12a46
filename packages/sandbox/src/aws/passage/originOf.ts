import { decodeJwt } from 'jose';
import type { ClusterIdentity } from '../../world';
import type { Origin } from './Passage';

/**
 * Where the pod runs that a service-account token was made for: its claims name the node (Kubernetes documentation,
 * "Managing Service Accounts", bound tokens). Whoever holds such a token, or credentials that it was given for, is taken
 * to be that pod. `undefined` for a token that belongs to no pod. Proves nothing: the token is checked by who takes it.
 */
export function originOf(
  token: string,
  clusters: readonly ClusterIdentity[],
): Origin | undefined {
  const { issuer, node } = claimsOf(token);
  const cluster = clusters.find(item => item.issuer.url === issuer);
  const found = cluster?.nodes.find(({ name }) => name === node);
  return cluster && found
    ? { vpcId: cluster.vpcId, subnetId: found.subnetId }
    : undefined;
}

function claimsOf(token: string): { issuer?: string; node?: string } {
  try {
    const { iss, 'kubernetes.io': claims } = decodeJwt<{
      'kubernetes.io'?: { node?: { name?: string } };
    }>(token);
    return { issuer: iss, node: claims?.node?.name };
  } catch {
    return {};
  }
}
