import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v3';

const rendered = z
  .object({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z
      .object({ name: z.string(), namespace: z.string().optional() })
      .passthrough(),
  })
  .passthrough();

/** Kinds without a namespace that charts bring. */
const CLUSTER_WIDE =
  /^(ClusterRole|ClusterRoleBinding|(Mutating|Validating)WebhookConfiguration|PodSecurityPolicy|PriorityClass|StorageClass|CSIDriver|CustomResourceDefinition|Namespace|PersistentVolume)$/;

/**
 * The objects of a manifest, as helm writes it: one YAML document each. Those without a namespace get that of the
 * release, as helm gives it to them.
 */
export function parseManifest(
  manifest: string,
  namespace: string,
): KubernetesObject[] {
  return parseAllDocuments(manifest).flatMap(document => {
    // Helm writes documents that hold nothing but a comment.
    const content: unknown = document.toJS();
    if (!content) {
      return [];
    }
    const object = rendered.parse(content);
    return CLUSTER_WIDE.test(object.kind)
      ? [object]
      : [{ ...object, metadata: { namespace, ...object.metadata } }];
  });
}

/** Tells objects of one kind; what the chart renders has the shape that the API server will ask for. */
export const isKind =
  <T extends KubernetesObject>(kind: string) =>
  (object: KubernetesObject): object is T =>
    object.kind === kind;

/** An object as a person would name it: `Service vault-ui`. */
export const nameOf = ({ kind, metadata }: KubernetesObject) =>
  `${kind} ${metadata?.name}`;
