import type { KubernetesObject } from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../../connections/kubernetes';
import { nameOf } from './parseManifest';

const RELEASE = 'meta.helm.sh/release-name';
const NAMESPACE = 'meta.helm.sh/release-namespace';
const MANAGED_BY = 'app.kubernetes.io/managed-by';
/** What Argo CD marks its objects with. Source: Argo CD, "Resource tracking". */
const ARGO_CD = 'argocd.argoproj.io/tracking-id';

function ownerOf({ metadata }: KubernetesObject): string {
  const { annotations = {}, labels = {} } = metadata ?? {};
  if (annotations[RELEASE]) {
    return `Helm release ${annotations[NAMESPACE]}/${annotations[RELEASE]}`;
  }
  return annotations[ARGO_CD]
    ? 'Argo CD'
    : labels[MANAGED_BY] ?? 'somebody who left no mark';
}

/** The objects as they are in the cluster, in the order of those rendered; `undefined` for those that are not there. */
export function liveObjects(
  rendered: readonly KubernetesObject[],
  options: {
    readonly kubernetes: KubernetesConnection;
    readonly call: CallOptions;
  },
): Promise<readonly (KubernetesObject | undefined)[]> {
  const { kubernetes, call } = options;
  return Promise.all(
    rendered.map(({ apiVersion = '', kind = '', metadata }) =>
      kubernetes.get<KubernetesObject>(
        {
          ...{ apiVersion, kind, name: metadata?.name ?? '' },
          namespace: metadata?.namespace,
        },
        call,
      ),
    ),
  );
}

/**
 * Why Helm would not take over what is already there under the names of the release; empty when it would. It takes only
 * what bears its own marks for this very release. Source: Helm, `checkOwnership`.
 */
export async function foreignObjects(
  rendered: readonly KubernetesObject[],
  options: Parameters<typeof liveObjects>[1] & {
    readonly release: string;
    readonly namespace: string;
  },
): Promise<readonly string[]> {
  const { release, namespace } = options;
  const live = await liveObjects(rendered, options);
  return live.flatMap(object => {
    const annotations = object?.metadata?.annotations ?? {};
    const ours =
      annotations[RELEASE] === release &&
      annotations[NAMESPACE] === namespace &&
      object?.metadata?.labels?.[MANAGED_BY] === 'Helm';
    return !object || ours ? [] : [`${nameOf(object)} of ${ownerOf(object)}`];
  });
}
