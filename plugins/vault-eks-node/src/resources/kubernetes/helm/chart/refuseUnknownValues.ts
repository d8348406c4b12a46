import { InputError } from '@backstage/errors';
import { closest } from 'fastest-levenshtein';
import type { HelmChart } from '../../../../connections/helm';
import { isMap } from '../values/userValues';
import { ChartKeys, readChartKeys } from './chartKeys';

type Values = Readonly<Record<string, unknown>>;

/** Every key that the chart knows, by its path. */
function allPaths(
  { keys, mentioned }: ChartKeys,
  prefix: readonly string[] = [],
): string[] {
  const at = (key: string) => [...prefix, key].join('.');
  return [
    ...[...keys].flatMap(([key, below]) => [
      at(key),
      ...(below ? allPaths(below, [...prefix, key]) : []),
    ]),
    ...[...mentioned].map(at),
  ];
}

const lastOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);

/** A key of that very name elsewhere, else the most alike beside it. */
function nearest(
  path: readonly string[],
  siblings: ChartKeys,
  all: readonly string[],
): string | undefined {
  const key = path[path.length - 1];
  const elsewhere = all.filter(known => lastOf(known) === key);
  if (elsewhere.length > 0) {
    return closest(path.join('.'), elsewhere);
  }
  const beside = [...siblings.keys.keys(), ...siblings.mentioned];
  return beside.length > 0
    ? [...path.slice(0, -1), closest(key, beside)].join('.')
    : undefined;
}

function problemsOf(
  values: Values,
  known: ChartKeys,
  chart: {
    readonly all: readonly string[];
    readonly paths: ReadonlySet<string>;
  },
  prefix: readonly string[] = [],
): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...prefix, key];
    const below = known.keys.get(key);
    if (!known.keys.has(key)) {
      if (known.mentioned.has(key) || chart.paths.has(path.join('.'))) {
        return [];
      }
      const near = nearest(path, known, chart.all);
      return [`${path.join('.')}${near ? ` (did you mean ${near}?)` : ''}`];
    }
    // With null a default is taken away.
    if (!below || value === null) {
      return [];
    }
    return isMap(value)
      ? problemsOf(value, below, chart, path)
      : [`${path.join('.')} (it takes a map)`];
  });
}

/**
 * Refuses values that the chart does not know: it would ignore them without a word, and its own schema accepts any typo.
 *
 * @throws InputError naming each unknown key with the nearest known one
 */
export function refuseUnknownValues(user: Values, chart: HelmChart): void {
  const { root, paths } = readChartKeys(chart.defaults);
  const problems = problemsOf(user, root, { all: allPaths(root), paths });
  if (problems.length > 0) {
    throw new InputError(
      `values: chart ${chart.name} ${
        chart.version
      } does not take ${problems.join(', ')}; correct it, or leave it out`,
    );
  }
}
