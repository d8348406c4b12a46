import { NormalizedSchema } from '@smithy/core/schema';

/** Whether keys follow EC2's variant of the query protocol. */
export type QueryDialect = 'awsQuery' | 'ec2Query';

interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/** Reads the dotted keys of a query-protocol form into the typed input that the SDK's schema describes. */
export function readQueryInput(
  schema: NormalizedSchema,
  form: URLSearchParams,
  dialect: QueryDialect,
): Record<string, unknown> {
  return schema.isStructSchema()
    ? readStructure(schema, treeOf(form), dialect)
    : {};
}

function treeOf(form: URLSearchParams): Node {
  const root: Node = { children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split('.')) {
      const next = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, next);
      node = next;
    }
    node.value = value;
  }
  return root;
}

function readStructure(
  schema: NormalizedSchema,
  node: Node,
  dialect: QueryDialect,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get(wireName(name, member, dialect));
    if (child) {
      result[name] = readValue(member, child, dialect);
    }
  }
  return result;
}

function readValue(
  schema: NormalizedSchema,
  node: Node,
  dialect: QueryDialect,
): unknown {
  if (schema.isListSchema()) {
    return readList(schema, node, dialect);
  }
  if (schema.isMapSchema()) {
    return readMap(schema, node, dialect);
  }
  if (schema.isStructSchema()) {
    return readStructure(schema, node, dialect);
  }
  return readScalar(schema, node.value ?? '');
}

function readList(
  schema: NormalizedSchema,
  node: Node,
  dialect: QueryDialect,
): unknown[] {
  const item = schema.getValueSchema();
  const isFlat =
    dialect === 'ec2Query' || Boolean(schema.getMergedTraits().xmlFlattened);
  const entries = isFlat
    ? node
    : node.children.get(item.getMergedTraits().xmlName ?? 'member');
  return numbered(entries).map(entry => readValue(item, entry, dialect));
}

function readMap(
  schema: NormalizedSchema,
  node: Node,
  dialect: QueryDialect,
): Record<string, unknown> {
  const isFlat = Boolean(schema.getMergedTraits().xmlFlattened);
  const value = schema.getValueSchema();
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueName = value.getMergedTraits().xmlName ?? 'value';
  const entries = numbered(isFlat ? node : node.children.get('entry'));
  return Object.fromEntries(
    entries.flatMap(entry => {
      const key = entry.children.get(keyName)?.value;
      const child = entry.children.get(valueName);
      return key !== undefined && child
        ? [[key, readValue(value, child, dialect)]]
        : [];
    }),
  );
}

function numbered(node: Node | undefined): Node[] {
  return [...(node?.children ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function readScalar(schema: NormalizedSchema, value: string): unknown {
  if (schema.isBooleanSchema()) {
    return value === 'true';
  }
  if (schema.isNumericSchema()) {
    return Number(value);
  }
  if (schema.isTimestampSchema()) {
    return new Date(value);
  }
  if (schema.isBlobSchema()) {
    return Buffer.from(value, 'base64');
  }
  return value;
}

function wireName(
  member: string,
  schema: NormalizedSchema,
  dialect: QueryDialect,
): string {
  const traits = schema.getMergedTraits();
  const name = traits.xmlName ?? member;
  if (dialect === 'awsQuery') {
    return name;
  }
  return typeof traits.ec2QueryName === 'string'
    ? traits.ec2QueryName
    : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
