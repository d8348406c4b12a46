import { isJsonObject, text, type JsonObject } from '../../util/json';

/** What `auth/kubernetes/config` holds. */
export interface KubernetesConfig {
  readonly kubernetes_host: string;
  readonly kubernetes_ca_cert: string;
  readonly disable_local_ca_jwt: boolean;
  readonly token_reviewer_jwt: string;
  readonly issuer: string;
  readonly disable_iss_validation: boolean;
  readonly use_annotations_as_alias_metadata: boolean;
}

/** A request to a Kubernetes API server. */
export type KubeRequest = (request: {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly caPem: string | undefined;
  readonly body: unknown;
}) => Promise<{ readonly status: number; readonly body: JsonObject }>;

/** What the pod's own mounted service account gives. */
export interface LocalIdentity {
  token(): string | undefined;
  caPem(): string | undefined;
}

export interface ReviewedAccount {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Asks the cluster whose token it is. `undefined` when the cluster does not say. */
export async function reviewToken(options: {
  readonly config: KubernetesConfig;
  readonly jwt: string;
  readonly audience: string;
  readonly local: LocalIdentity;
  readonly request: KubeRequest;
}): Promise<ReviewedAccount | undefined> {
  const { config, jwt, audience, local, request } = options;
  const ownToken = config.disable_local_ca_jwt ? undefined : local.token();
  const ownCa = config.disable_local_ca_jwt ? undefined : local.caPem();
  const { status, body } = await request({
    host: config.kubernetes_host,
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/tokenreviews',
    // Without a reviewer of its own the client's token reviews itself.
    token: config.token_reviewer_jwt || ownToken || jwt,
    caPem: config.kubernetes_ca_cert || ownCa,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token: jwt, ...(audience ? { audiences: [audience] } : {}) },
    },
  });
  if (status >= 300 || !isJsonObject(body.status)) return undefined;
  const review = body.status;
  if (review.authenticated !== true || !isJsonObject(review.user)) {
    return undefined;
  }
  const match = /^system:serviceaccount:([^:]+):(.+)$/.exec(
    text(review.user, 'username') ?? '',
  );
  if (!match) return undefined;
  return {
    namespace: match[1],
    name: match[2],
    uid: text(review.user, 'uid') ?? '',
  };
}
