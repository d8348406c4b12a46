import type { KubeObject } from '../../kubelet/PodHost';
import type { JsonObject } from '../api/json';
import { columnsOf } from './columns';

/** The objects as rows, which is what `kubectl get` asks for. */
export function asTable(
  plural: string,
  objects: readonly KubeObject[],
  options: {
    readonly metadata: JsonObject;
    /** What each row carries besides its cells: `None`, `Metadata` or `Object`. */
    readonly includeObject?: string;
  },
): JsonObject {
  const columns = columnsOf(plural);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: columns.map(({ name, type = 'string', wide }) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object) ?? ''),
      ...rowObject(object, options.includeObject),
    })),
  };
}

function rowObject(object: KubeObject, includeObject = 'Metadata'): JsonObject {
  switch (includeObject) {
    case 'None':
      return {};
    case 'Object':
      return { object };
    default:
      return { object: partialMetadata(object) };
  }
}

/** The object's metadata alone. */
export function partialMetadata(object: KubeObject): JsonObject {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}
