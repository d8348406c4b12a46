import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { ClusterStore, TokenIssuer } from '../../kubelet/PodHost';
import type { ClusterIdentity } from '../../world';
import { notFound } from '../api/ApiError';
import { at, objectOf, textOf } from '../api/json';
import { knownResource } from '../api/resources';
import type { UserInfo } from './UserInfo';

const ALGORITHM = 'RS256';

type IssueOptions = Parameters<TokenIssuer['issue']>[0];

/** Mints and checks service-account tokens with the cluster's OIDC issuer key. */
export class ServiceAccountTokens implements TokenIssuer {
  constructor(
    private readonly issuer: ClusterIdentity['issuer'],
    private readonly store: Pick<ClusterStore, 'get'>,
  ) {}

  /** The audience of tokens for the API server itself. */
  get defaultAudience(): string {
    return this.issuer.url;
  }

  async issue(
    options: IssueOptions,
  ): Promise<{ readonly token: string; readonly expiresAt: Date }> {
    const { namespace, serviceAccount, pod } = options;
    const account = this.store.get(
      '',
      'serviceaccounts',
      namespace,
      serviceAccount,
    );
    if (!account) {
      throw notFound(knownResource('', 'serviceaccounts'), serviceAccount);
    }
    const now = Math.floor(Date.now() / 1000);
    const expires = now + (options.expirationSeconds ?? 3600);
    const token = await new SignJWT({
      'kubernetes.io': {
        namespace,
        ...(pod ? { pod, ...this.nodeOf(namespace, pod.name) } : {}),
        serviceaccount: { name: serviceAccount, uid: account.metadata.uid },
      },
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.issuer.keyId })
      .setAudience([...(options.audiences ?? [this.defaultAudience])])
      .setIssuer(this.issuer.url)
      .setSubject(`system:serviceaccount:${namespace}:${serviceAccount}`)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(expires)
      .sign(this.issuer.privateKey);
    return { token, expiresAt: new Date(expires * 1000) };
  }

  /** Whose token this is, and which of the wanted audiences it is for; throws a reason when it is not valid. */
  async verify(
    token: string,
    audiences: readonly string[] = [this.defaultAudience],
  ): Promise<{
    readonly user: UserInfo;
    readonly audiences: readonly string[];
  }> {
    const { payload } = await jwtVerify(token, this.issuer.publicKey, {
      issuer: this.issuer.url,
      algorithms: [ALGORITHM],
    }).catch(() => {
      throw new Error('invalid bearer token');
    });
    const given = [payload.aud ?? []].flat();
    const matching = audiences.filter(audience => given.includes(audience));
    if (matching.length === 0) {
      throw new Error(
        `[invalid bearer token, token audiences ${quote(
          given,
        )} is invalid for the target audiences ${quote(audiences)}]`,
      );
    }
    return {
      user: this.userOf(payload['kubernetes.io'], String(payload.jti)),
      audiences: matching,
    };
  }

  /** The node of a pod, which its tokens name since Kubernetes 1.32 (KEP-4193). */
  private nodeOf(namespace: string, pod: string) {
    const found = this.store.get('', 'pods', namespace, pod);
    const name = textOf(at(found, 'spec', 'nodeName'));
    const node = name && this.store.get('', 'nodes', undefined, name);
    return node ? { node: { name, uid: node.metadata.uid } } : {};
  }

  private userOf(claims: unknown, jti: string): UserInfo {
    const namespace = textOf(at(claims, 'namespace')) ?? '';
    const name = textOf(at(claims, 'serviceaccount', 'name')) ?? '';
    const uid = textOf(at(claims, 'serviceaccount', 'uid')) ?? '';
    const account = this.store.get('', 'serviceaccounts', namespace, name);
    if (account?.metadata.uid !== uid) {
      throw new Error(
        '[invalid bearer token, service account token has been invalidated]',
      );
    }
    const pod = objectOf(at(claims, 'pod'));
    const node = objectOf(at(claims, 'node'));
    const nodeName = textOf(node.name);
    const podName = textOf(pod.name);
    if (podName) {
      const live = this.store.get('', 'pods', namespace, podName);
      if (live?.metadata.uid !== pod.uid) {
        throw new Error(
          '[invalid bearer token, pod token has been invalidated]',
        );
      }
    }
    return {
      username: `system:serviceaccount:${namespace}:${name}`,
      uid,
      groups: [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        'system:authenticated',
      ],
      extra: {
        'authentication.kubernetes.io/credential-id': [`JTI=${jti}`],
        ...(podName
          ? {
              'authentication.kubernetes.io/pod-name': [podName],
              'authentication.kubernetes.io/pod-uid': [String(pod.uid)],
            }
          : {}),
        ...(nodeName
          ? {
              'authentication.kubernetes.io/node-name': [nodeName],
              'authentication.kubernetes.io/node-uid': [String(node.uid)],
            }
          : {}),
      },
    };
  }
}

function quote(values: readonly string[]): string {
  return `[${values.map(value => JSON.stringify(value)).join(' ')}]`;
}
