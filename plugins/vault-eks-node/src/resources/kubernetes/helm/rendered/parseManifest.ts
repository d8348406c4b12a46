import { InputError } from '@backstage/errors';
import type { KubernetesObject } from '@kubernetes/client-node';
import { Document, parseAllDocuments, ParsedNode } from 'yaml';
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

/** By helm's own comment above what each template brings, else by its place. */
function nameOfDocument(
  { commentBefore, contents }: Document.Parsed<ParsedNode>,
  index: number,
): string {
  const comment = `${commentBefore ?? ''}\n${contents?.commentBefore ?? ''}`;
  const source = /Source: (\S+)/.exec(comment)?.[1];
  return `Document ${index + 1} of the manifest${source ? ` (${source})` : ''}`;
}

/**
 * The objects of a manifest, as helm writes it: one YAML document each. Those without a namespace get that of the
 * release, as helm gives it to them.
 *
 * @throws InputError naming the document that is no YAML or no object: what is read otherwise than the API server reads it
 * must not be judged. Its text is not quoted
 */
export function parseManifest(
  manifest: string,
  namespace: string,
): KubernetesObject[] {
  return parseAllDocuments(manifest).flatMap((document, index) => {
    const [error] = document.errors;
    if (error) {
      const line = error.linePos?.[0].line;
      throw new InputError(
        `${nameOfDocument(document, index)} is no valid YAML: ${error.code}${
          line ? ` in line ${line}` : ''
        }; find the value in \`values\` that makes it so`,
      );
    }
    // Helm writes documents that hold nothing but a comment.
    const content: unknown = document.toJS();
    if (!content) {
      return [];
    }
    const parsed = rendered.safeParse(content);
    if (!parsed.success) {
      const fields = parsed.error.issues.map(({ path }) => path.join('.'));
      throw new InputError(
        `${nameOfDocument(
          document,
          index,
        )} is no object of Kubernetes: it lacks ${
          fields.join(', ') || 'everything'
        }; find the value in \`values\` that makes it so`,
      );
    }
    const object = parsed.data;
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
