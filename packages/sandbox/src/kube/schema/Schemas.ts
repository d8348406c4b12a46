import { isObject, objectsOf, textOf } from '../api/json';
import type { ResourceType } from '../api/resources';
import { CERT_MANAGER_KINDS } from '../certManager/resourceTypes';
import {
  isAtomicField,
  isAtomicModel,
  ListRule,
  listRuleOf,
} from './listRules';

/** The type of a field. */
export type FieldType =
  | { readonly is: 'any' }
  | { readonly is: 'intOrString' }
  | {
      readonly is: 'scalar';
      readonly type: 'string' | 'integer' | 'number' | 'boolean';
      readonly format?: string;
    }
  | { readonly is: 'model'; readonly model: string; readonly atomic: boolean }
  | {
      readonly is: 'map';
      readonly value: FieldType;
      readonly atomic: boolean;
    }
  | { readonly is: 'list'; readonly item: FieldType; readonly rule: ListRule };

/** Field name to type. */
export type Model = ReadonlyMap<string, FieldType>;

const MODEL_NAMES: Readonly<Record<string, string>> = {
  Event: 'CoreV1Event',
  TokenRequest: 'AuthenticationV1TokenRequest',
};

/** Free-form in Kubernetes, though the client library sees an empty class. */
const FREE_FORM = new Set(['any', 'object', 'V1MicroTime', 'V1FieldsV1']);

interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

/** The client library knows no custom resources; what is in their spec is theirs. */
const CUSTOM_RESOURCE: readonly Attribute[] = [
  { baseName: 'apiVersion', type: 'string', format: '' },
  { baseName: 'kind', type: 'string', format: '' },
  { baseName: 'metadata', type: 'V1ObjectMeta', format: '' },
  { baseName: 'spec', type: 'any', format: '' },
  { baseName: 'status', type: 'any', format: '' },
];

/** The fields of every Kubernetes type, as the client library's generated models tell them. */
export class Schemas {
  private readonly models = new Map<string, Model>();

  private constructor(
    private readonly attributes: ReadonlyMap<string, readonly Attribute[]>,
  ) {}

  /** Reads the models out of the client library. */
  static async load(): Promise<Schemas> {
    const library = await import('@kubernetes/client-node');
    const attributes = new Map<string, readonly Attribute[]>();
    for (const [name, value] of Object.entries<unknown>({ ...library })) {
      if (typeof value !== 'function' || !('attributeTypeMap' in value)) {
        continue;
      }
      attributes.set(
        name,
        objectsOf(value.attributeTypeMap).map(attribute => ({
          baseName: textOf(attribute.baseName) ?? '',
          type: textOf(attribute.type) ?? 'any',
          format: textOf(attribute.format) ?? '',
        })),
      );
    }
    for (const kind of CERT_MANAGER_KINDS) {
      attributes.set(`V1${kind}`, CUSTOM_RESOURCE);
    }
    return new Schemas(attributes);
  }

  /** The name of the model of a kind. */
  modelNameOf(kind: string): string {
    return MODEL_NAMES[kind] ?? `V1${kind}`;
  }

  /** The type of a resource's whole object. */
  typeOf(resource: Pick<ResourceType, 'kind'>): FieldType {
    return {
      is: 'model',
      model: this.modelNameOf(resource.kind),
      atomic: false,
    };
  }

  /** The fields of a model; `undefined` for one that is not known, whose objects are free-form. */
  model(name: string): Model | undefined {
    const present = this.models.get(name);
    if (present) return present;
    const attributes = this.attributes.get(name);
    if (!attributes || FREE_FORM.has(name)) return undefined;
    const model = new Map(
      attributes.map(attribute => [
        attribute.baseName,
        this.fieldType(name, attribute),
      ]),
    );
    this.models.set(name, model);
    return model;
  }

  private fieldType(model: string, attribute: Attribute): FieldType {
    return this.parse(attribute.type, attribute.format, {
      rule: listRuleOf(model, attribute.baseName),
      atomic: isAtomicField(model, attribute.baseName),
    });
  }

  private parse(
    type: string,
    format: string,
    options: { readonly rule: ListRule; readonly atomic: boolean },
  ): FieldType {
    const plain = { rule: { type: 'atomic' as const }, atomic: false };
    const [, item] = /^Array<(.*)>$/.exec(type) ?? [];
    if (item) {
      return {
        is: 'list',
        item: this.parse(item, '', plain),
        rule: options.rule,
      };
    }
    const [, value] = /^\{ \[key: string\]: (.*); \}$/.exec(type) ?? [];
    if (value) {
      return {
        is: 'map',
        value: this.parse(value, '', plain),
        atomic: options.atomic,
      };
    }
    switch (type) {
      case 'string':
        return { is: 'scalar', type: 'string', format: format || undefined };
      case 'Date':
      case 'V1MicroTime':
        return { is: 'scalar', type: 'string', format: 'date-time' };
      case 'boolean':
        return { is: 'scalar', type: 'boolean' };
      case 'number':
        return {
          is: 'scalar',
          type: format.startsWith('int') ? 'integer' : 'number',
          format: format || undefined,
        };
      case 'IntOrString':
        return { is: 'intOrString' };
      default:
        return FREE_FORM.has(type) || !this.attributes.has(type)
          ? { is: 'any' }
          : { is: 'model', model: type, atomic: isAtomicModel(type) };
    }
  }
}

/** What is wrong with the form of an object, by path. */
export interface FormProblems {
  /** Paths such as `spec.replcas`. */
  readonly unknown: string[];
  /** Sentences about values of a wrong type. */
  readonly mistyped: string[];
}

/** Takes fields that the schema does not know out of the value, and notes values of a wrong type. */
export function takeOutUnknown(
  schemas: Schemas,
  type: FieldType,
  value: unknown,
  path = '',
  problems: FormProblems = { unknown: [], mistyped: [] },
): FormProblems {
  if (value === null || value === undefined) return problems;
  const mistyped = (wanted: string) => {
    problems.mistyped.push(
      `cannot unmarshal ${
        Array.isArray(value) ? 'array' : typeof value
      } into field ${path} of type ${wanted}`,
    );
    return problems;
  };
  switch (type.is) {
    case 'scalar': {
      const wanted = type.type === 'integer' ? 'number' : type.type;
      return typeof value === wanted ? problems : mistyped(type.type);
    }
    case 'intOrString':
      return ['number', 'string'].includes(typeof value)
        ? problems
        : mistyped('IntOrString');
    case 'list':
      if (!Array.isArray(value)) return mistyped('array');
      value.forEach((item, index) =>
        takeOutUnknown(schemas, type.item, item, `${path}[${index}]`, problems),
      );
      return problems;
    case 'map':
      if (!isObject(value)) return mistyped('map');
      for (const [key, item] of Object.entries(value)) {
        takeOutUnknown(schemas, type.value, item, `${path}.${key}`, problems);
      }
      return problems;
    case 'model': {
      if (!isObject(value)) return mistyped('object');
      const model = schemas.model(type.model);
      if (!model) return problems;
      for (const [key, item] of Object.entries(value)) {
        const field = model.get(key);
        const name = path ? `${path}.${key}` : key;
        if (field) takeOutUnknown(schemas, field, item, name, problems);
        else {
          problems.unknown.push(name);
          delete value[key];
        }
      }
      return problems;
    }
    default:
      return problems;
  }
}
