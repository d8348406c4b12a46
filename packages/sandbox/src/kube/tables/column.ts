import type { KubeObject } from '../../kubelet/PodHost';
import { at, numberOf, objectsOf, stringMapOf, textOf } from '../api/json';
import { ageOf } from './duration';

/** One column of `kubectl get`. */
export interface Column {
  readonly name: string;
  readonly type?: 'integer' | 'string';
  /** Shown only by `-o wide`. */
  readonly wide?: boolean;
  readonly cell: (object: KubeObject) => unknown;
}

export function column(name: string, ...path: readonly string[]): Column {
  return { name, cell: object => textOf(at(object, ...path)) ?? '<none>' };
}

export function count(name: string, ...path: readonly string[]): Column {
  return {
    name,
    type: 'integer',
    cell: object => numberOf(at(object, ...path)) ?? 0,
  };
}

export function computed(
  name: string,
  cell: (object: KubeObject) => unknown,
): Column {
  return { name, cell };
}

export function wide(base: Column): Column {
  return { ...base, wide: true };
}

export const NAME: Column = {
  name: 'Name',
  cell: object => object.metadata.name,
};
export const AGE = computed('Age', object =>
  ageOf(object.metadata.creationTimestamp),
);

export function joined(values: readonly unknown[]): string {
  return values.length > 0 ? values.join(',') : '<none>';
}

export function containerColumns(...path: readonly string[]): Column[] {
  const containers = (object: KubeObject) => objectsOf(at(object, ...path));
  return [
    wide(computed('Containers', o => joined(containers(o).map(c => c.name)))),
    wide(computed('Images', o => joined(containers(o).map(c => c.image)))),
  ];
}

export function selectorText(object: KubeObject): string {
  const labels = stringMapOf(at(object, 'spec', 'selector', 'matchLabels'));
  return joined(Object.entries(labels).map(([k, v]) => `${k}=${v}`));
}

export function outOf(
  ready: readonly string[],
  wanted: readonly string[],
): Column {
  return computed(
    'Ready',
    object =>
      `${numberOf(at(object, ...ready)) ?? 0}/${
        numberOf(at(object, ...wanted)) ?? 0
      }`,
  );
}

export const TEMPLATE_CONTAINERS = ['spec', 'template', 'spec', 'containers'];

/** The columns of resources, by their plural. */
export type Columns = Readonly<Record<string, readonly Column[]>>;
