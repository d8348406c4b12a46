import type { JsonObject } from '../api/json';
import { Addons, apiGroups, ResourceType } from '../api/resources';
import { hashOf } from '../http/hashOf';
import type { FieldType, Schemas } from '../schema/Schemas';

/** Serves OpenAPI v3: an index, and one document for each group and version. */
export class OpenApi {
  private readonly documents = new Map<string, string>();

  constructor(
    private readonly schemas: Schemas,
    private readonly version: string,
    private readonly addons: Addons,
  ) {}

  /** `GET /openapi/v3`. */
  index(): JsonObject {
    const entries = apiGroups(this.addons).map(({ group, version }) => {
      const path = group ? `apis/${group}/${version}` : `api/${version}`;
      const serverRelativeURL = this.url(path);
      return [path, { serverRelativeURL }];
    });
    return { paths: Object.fromEntries(entries) };
  }

  /** The document of `api/v1` or `apis/<group>/<version>`, as JSON text. */
  document(path: string): string | undefined {
    const present = this.documents.get(path);
    if (present) return present;
    const found = apiGroups(this.addons).find(
      ({ group, version }) =>
        path === (group ? `apis/${group}/${version}` : `api/${version}`),
    );
    if (!found) return undefined;
    const text = JSON.stringify(this.build(`/${path}`, found.resources));
    this.documents.set(path, text);
    return text;
  }

  /** Where a document is: an address that changes with it, so that clients may keep what they got there. */
  url(path: string): string {
    return `/openapi/v3/${path}?hash=${hashOf(this.document(path) ?? '')}`;
  }

  private build(base: string, resources: readonly ResourceType[]): JsonObject {
    const components: JsonObject = {};
    for (const type of resources) {
      const name = this.schemas.modelNameOf(type.kind);
      this.addSchema(components, name);
      components[schemaName(name)] = {
        ...Object(components[schemaName(name)]),
        'x-kubernetes-group-version-kind': [gvkOf(type)],
      };
    }
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: `v${this.version}` },
      paths: Object.assign(
        {},
        ...resources.map(type => this.pathsOf(base, type)),
      ),
      components: { schemas: components },
    };
  }

  private pathsOf(base: string, type: ResourceType): JsonObject {
    const scope = type.namespaced ? '/namespaces/{namespace}' : '';
    const collection = `${base}${scope}/${type.plural}`;
    const operation = (action: string, options: readonly string[] = []) => ({
      operationId: `${action}${type.kind}`,
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': gvkOf(type),
      parameters: options.map(name => ({
        name,
        in: 'query',
        schema: {
          type: name === 'force' ? 'boolean' : 'string',
          uniqueItems: true,
        },
      })),
      responses: {
        '200': {
          description: 'OK',
          content: {
            'application/json': {
              schema: {
                $ref: refTo(this.schemas.modelNameOf(type.kind)),
              },
            },
          },
        },
      },
    });
    const write = ['dryRun', 'fieldManager', 'fieldValidation'];
    if (type.review)
      return { [collection]: { post: operation('post', write) } };
    return {
      [collection]: {
        get: operation('list'),
        post: operation('post', write),
        delete: operation('deletecollection', ['dryRun']),
      },
      [`${collection}/{name}`]: {
        get: operation('get'),
        put: operation('put', write),
        patch: operation('patch', [...write, 'force']),
        delete: operation('delete', ['dryRun']),
      },
    };
  }

  private addSchema(components: JsonObject, model: string): void {
    const name = schemaName(model);
    if (name in components) return;
    const fields = this.schemas.model(model);
    const properties: JsonObject = {};
    components[name] = { type: 'object', properties };
    for (const [key, type] of fields ?? []) {
      properties[key] = this.schemaOf(components, type);
    }
  }

  private schemaOf(components: JsonObject, type: FieldType): JsonObject {
    switch (type.is) {
      case 'scalar':
        return {
          type: type.type,
          ...(type.format ? { format: type.format } : {}),
        };
      case 'intOrString':
        return {
          format: 'int-or-string',
          oneOf: [{ type: 'integer' }, { type: 'string' }],
        };
      case 'map':
        return {
          type: 'object',
          additionalProperties: this.schemaOf(components, type.value),
          ...(type.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
        };
      case 'list':
        return {
          type: 'array',
          items: this.schemaOf(components, type.item),
          ...listExtensions(type),
        };
      case 'model':
        this.addSchema(components, type.model);
        return { allOf: [{ $ref: refTo(type.model) }], default: {} };
      default:
        return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    }
  }
}

function listExtensions({
  rule,
}: Extract<FieldType, { is: 'list' }>): JsonObject {
  const strategy = (mergeKey: string, retainKeys?: boolean) => ({
    'x-kubernetes-patch-merge-key': mergeKey,
    'x-kubernetes-patch-strategy': retainKeys ? 'merge,retainKeys' : 'merge',
  });
  switch (rule.type) {
    case 'set':
      return {
        'x-kubernetes-list-type': 'set',
        'x-kubernetes-patch-strategy': 'merge',
      };
    case 'map':
      return {
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': rule.keys,
        ...(rule.patchMergeKey
          ? strategy(rule.patchMergeKey, rule.retainKeys)
          : {}),
      };
    default:
      return {
        'x-kubernetes-list-type': 'atomic',
        ...(rule.patchMergeKey ? strategy(rule.patchMergeKey) : {}),
      };
  }
}

function gvkOf({ group, version, kind }: ResourceType): JsonObject {
  return { group, version, kind };
}

function schemaName(model: string): string {
  return `io.k8s.${model}`;
}

function refTo(model: string): string {
  return `#/components/schemas/${schemaName(model)}`;
}
