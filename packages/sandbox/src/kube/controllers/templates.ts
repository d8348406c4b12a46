import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kubelet/PodHost';
import { at, JsonObject, objectOf, sortedJson, stringMapOf } from '../api/json';
import { controlledBy, copyOf } from '../api/objects';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for this very template. */
export function templateHash(template: unknown): string {
  const digest = createHash('sha256').update(sortedJson(template)).digest();
  return [...digest.subarray(0, 10)]
    .map(byte => ALPHABET[byte % ALPHABET.length])
    .join('');
}

/** A pod from its owner's template. */
export function podFromTemplate(
  owner: KubeObject,
  metadata: {
    readonly name: string;
    readonly generateName?: string;
    readonly labels: Readonly<Record<string, string>>;
  },
): KubeObject & { spec: JsonObject } {
  const template = at(owner, 'spec', 'template');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: metadata.name,
      ...(metadata.generateName ? { generateName: metadata.generateName } : {}),
      namespace: owner.metadata.namespace,
      labels: {
        ...stringMapOf(at(template, 'metadata', 'labels')),
        ...metadata.labels,
      },
      annotations: stringMapOf(at(template, 'metadata', 'annotations')),
      ownerReferences: [controlledBy(owner)],
    },
    spec: copyOf(objectOf(at(template, 'spec'))),
  };
}
