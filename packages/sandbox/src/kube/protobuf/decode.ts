import { parse, Type, type Root } from 'protobufjs';
import { unsupportedMediaType } from '../api/ApiError';
import { MESSAGES } from './messages';

type Json = unknown;
type JsonFields = Record<string, Json>;

/** What every Protobuf object of the Kubernetes API begins with. */
const MAGIC = Buffer.from('k8s\0');

/** Makes of the decoded fields what the same object looks like in JSON, where the two differ. */
const IN_JSON: Readonly<Record<string, (fields: JsonFields) => Json>> = {
  Time: ({ seconds, nanos }) =>
    seconds === undefined
      ? undefined
      : new Date(Number(seconds) * 1000 + Number(nanos ?? 0) / 1e6)
          .toISOString()
          .replace(/\.\d+Z$/, 'Z'),
  FieldsV1: ({ raw }) =>
    JSON.parse(Buffer.from(String(raw), 'base64').toString('utf8')),
  ExtraValue: ({ items }) => items ?? [],
};

let root: Root | undefined;

function typeOf(name: string): Type {
  root ??= parse(MESSAGES).root;
  return root.lookupType(name);
}

/**
 * Reads an object that a typed client sent as Protobuf, into what it would have sent as JSON.
 *
 * @throws ApiError when it is no such object, or of a kind that is not among {@link MESSAGES}
 */
export function decodeObject(body: Buffer): JsonFields {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw unsupportedMediaType();
  }
  const envelope = read(typeOf('Unknown'), body.subarray(MAGIC.length));
  const { apiVersion, kind } = fieldsOf(envelope.typeMeta);
  if (typeof kind !== 'string' || !root?.get(kind)) {
    throw unsupportedMediaType();
  }
  const type = typeOf(kind);
  const raw = Buffer.from(String(envelope.raw ?? ''), 'base64');
  return {
    apiVersion,
    kind,
    ...fieldsOf(asJson(type, read(type, raw))),
  };
}

function read(type: Type, bytes: Uint8Array): JsonFields {
  return type.toObject(type.decode(bytes), { longs: Number, bytes: String });
}

function asJson(type: Type, fields: JsonFields): Json {
  const shaped: JsonFields = {};
  type.resolveAll();
  for (const field of type.fieldsArray) {
    const value = fields[field.name];
    const inner = field.resolvedType;
    const one = (item: Json): Json =>
      inner instanceof Type ? asJson(inner, fieldsOf(item)) : item;
    // Go writes what is not set as an empty string, where JSON leaves it out.
    if (value === undefined || value === '') continue;
    if (field.map) {
      shaped[field.name] = Object.fromEntries(
        Object.entries(fieldsOf(value)).map(([key, item]) => [key, one(item)]),
      );
    } else if (Array.isArray(value)) {
      shaped[field.name] = value.map(one);
    } else {
      shaped[field.name] = one(value);
    }
  }
  return (IN_JSON[type.name] ?? (same => same))(shaped);
}

function fieldsOf(value: Json): JsonFields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
