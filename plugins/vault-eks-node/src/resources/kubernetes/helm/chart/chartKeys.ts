import { isMap as isYamlMap, isNode, parseDocument, YAMLMap } from 'yaml';

/** What a chart knows of one of its maps. */
export interface ChartKeys {
  /** Nested maps by key; `undefined` for what takes any value: lists, texts, and maps that are empty by default. */
  readonly keys: ReadonlyMap<string, ChartKeys | undefined>;
  /** Keys that have no default and stand in a comment only, such as `# loadBalancerIP:`. */
  readonly mentioned: ReadonlySet<string>;
}

/** A commented-out key: at most one space after the `#` that the parser has taken away. */
const COMMENTED_KEY = /^ ?([A-Za-z]\w*):(\s|$)/;

/** How a comment tells of a key without a default, such as `.Values.server.gid`. */
const VALUE_PATH = /\.Values\.([A-Za-z][\w.]*\w)/g;

/** Comments stand before a key, beside or below its value, or at the end of the map. */
function commentsOf(map: YAMLMap): string[] {
  const ofPairs = map.items.flatMap(({ key, value }) =>
    [key, value].flatMap(node =>
      isNode(node) ? [node.commentBefore, node.comment] : [],
    ),
  );
  return [map.commentBefore, map.comment, ...ofPairs].flatMap(text =>
    text ? text.split('\n') : [],
  );
}

function keysOf(map: YAMLMap): ChartKeys {
  return {
    keys: new Map(
      map.items.map(({ key, value }) => [
        String(key),
        isYamlMap(value) && value.items.length > 0 ? keysOf(value) : undefined,
      ]),
    ),
    mentioned: new Set(
      commentsOf(map).flatMap(line => line.match(COMMENTED_KEY)?.[1] ?? []),
    ),
  };
}

/** The keys of a chart's `values.yaml`, and the paths that its comments name. */
export function readChartKeys(defaults: string): {
  readonly root: ChartKeys;
  readonly paths: ReadonlySet<string>;
} {
  const { contents } = parseDocument(defaults);
  const root = isYamlMap(contents)
    ? keysOf(contents)
    : { keys: new Map(), mentioned: new Set<string>() };
  const paths = [...defaults.matchAll(VALUE_PATH)].map(([, path]) => path);
  return { root, paths: new Set(paths) };
}
