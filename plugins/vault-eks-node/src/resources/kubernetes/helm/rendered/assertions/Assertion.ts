import type {
  KubernetesObject,
  V1Container,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { ChartWiring } from '../../values/Wiring';
import { isKind } from '../parseManifest';

/** What is judged: everything that the chart rendered, and what it was rendered for. */
export interface Rendered {
  readonly objects: readonly KubernetesObject[];
  readonly wiring: ChartWiring;
}

/** One promise that must hold whatever the user's values and the chart's version make of it. */
export interface Assertion {
  /** Chart values by which a user could break it. */
  readonly by: readonly string[];
  /** What does not hold, in words; empty when all is well. */
  faults(rendered: Rendered): readonly string[];
}

/** The StatefulSets; there should be one. */
export const statefulSetsOf = ({ objects }: Pick<Rendered, 'objects'>) =>
  objects.filter(isKind<V1StatefulSet>('StatefulSet'));

/** The container of each Vault pod. */
export function vaultContainer(
  rendered: Pick<Rendered, 'objects'>,
): V1Container | undefined {
  return statefulSetsOf(rendered)[0]?.spec?.template.spec?.containers.find(
    ({ name }) => name === 'vault',
  );
}
