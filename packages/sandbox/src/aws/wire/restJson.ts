import type { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { AwsError } from '../AwsError';
import { JsonBodies } from './json';
import type { Protocol, ServiceModel, WireRequest } from './Protocol';
import { inputOf, outputOf } from './schema';

interface Route {
  readonly schema: StaticOperationSchema;
  readonly labels: Readonly<Record<string, string>>;
}

/** The REST JSON protocol of EKS: method and path name the operation, members travel in path, query and body. */
export function restJson(): Protocol {
  const bodies = new JsonBodies({ honoursJsonName: true });

  return {
    open(request, model) {
      const route = routeOf(request, model);
      return {
        operation: route?.schema[2] ?? `${request.method} ${request.path}`,
        schema: route?.schema,
        input: async schema => ({
          ...(await bodies.read(inputOf(schema), request.body)),
          ...readQuery(inputOf(schema), request.query),
          ...route?.labels,
        }),
      };
    },
    answer: (schema, output, requestId) => ({
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
      },
      body: bodies.write(outputOf(schema), output),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
      },
      body: JSON.stringify({ message: error.message, ...error.members }),
    }),
    unknownOperation: () =>
      new AwsError('UnknownOperationException', 'Not Found', 404),
  };
}

function routeOf(request: WireRequest, model: ServiceModel): Route | undefined {
  for (const schema of model.operations.values()) {
    const traits = schema[3];
    const http = typeof traits === 'object' ? traits.http : undefined;
    if (http && http[0] === request.method) {
      const labels = matchPath(http[1], request.path);
      if (labels) {
        return { schema, labels };
      }
    }
  }
  return undefined;
}

function matchPath(
  template: string,
  path: string,
): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) {
    return undefined;
  }
  const labels: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const label = /^\{(\w+)\}$/.exec(part)?.[1];
    if (label) {
      labels[label] = decodeURIComponent(given[index]);
    } else if (part !== given[index]) {
      return undefined;
    }
  }
  return labels;
}

function readQuery(
  schema: NormalizedSchema,
  query: URLSearchParams,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const key = member.getMergedTraits().httpQuery;
    if (key && query.has(key)) {
      result[name] = readQueryValue(member, query.getAll(key));
    }
  }
  return result;
}

function readQueryValue(
  schema: NormalizedSchema,
  values: readonly string[],
): unknown {
  if (schema.isListSchema()) {
    return values;
  }
  if (schema.isNumericSchema()) {
    return Number(values[0]);
  }
  return schema.isBooleanSchema() ? values[0] === 'true' : values[0];
}
