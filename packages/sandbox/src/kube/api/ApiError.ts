import { JsonObject, sortedJson } from './json';
import { ResourceType, qualifiedName } from './resources';

/** One reason for a refusal, as `Status.details.causes` lists it. */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** A refusal of the API server: becomes a `Status` object on the wire. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string | undefined,
    message: string,
    readonly details?: JsonObject,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The `Status` object that clients get. */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

type Named = Pick<ResourceType, 'group' | 'plural'>;

function detailsOf(resource: Named, name?: string): JsonObject {
  return {
    ...(name ? { name } : {}),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.plural,
  };
}

export function notFound(resource: Named, name: string): ApiError {
  return new ApiError(
    404,
    'NotFound',
    `${qualifiedName(resource)} "${name}" not found`,
    detailsOf(resource, name),
  );
}

/** A path that no resource serves. */
export function unknownPath(): ApiError {
  return new ApiError(
    404,
    'NotFound',
    'the server could not find the requested resource',
    {},
  );
}

export function alreadyExists(resource: Named, name: string): ApiError {
  return new ApiError(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} "${name}" already exists`,
    detailsOf(resource, name),
  );
}

export function conflict(
  resource: Named,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(
      resource,
    )} "${name}": ${why}`,
    detailsOf(resource, name),
  );
}

export function forbidden(
  resource: Named,
  name: string | undefined,
  why: string,
): ApiError {
  const subject = name
    ? `${qualifiedName(resource)} "${name}"`
    : qualifiedName(resource);
  return new ApiError(
    403,
    'Forbidden',
    `${subject} is forbidden: ${why}`,
    detailsOf(resource, name),
  );
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export function unsupportedMediaType(): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    '415: Unsupported Media Type',
    {},
  );
}

export function expired(requested: number, oldest: number): ApiError {
  return new ApiError(
    410,
    'Expired',
    `too old resource version: ${requested} (${oldest})`,
  );
}

/** A field that validation refuses. */
export interface FieldProblem {
  readonly field: string;
  readonly type: 'Required' | 'Invalid' | 'Forbidden' | 'NotSupported';
  /** For `Invalid`, the value as it is quoted in the message. */
  readonly value?: unknown;
  readonly detail?: string;
}

function problemMessage(problem: FieldProblem): string {
  const detail = problem.detail ? `: ${problem.detail}` : '';
  switch (problem.type) {
    case 'Required':
      return `Required value${detail}`;
    case 'Forbidden':
      return `Forbidden${detail}`;
    case 'NotSupported':
      return `Unsupported value: ${sortedJson(problem.value)}${detail}`;
    default:
      return `Invalid value: ${sortedJson(problem.value)}${detail}`;
  }
}

/** The 422 that lists every field that validation refuses. */
export function invalid(
  resource: Pick<ResourceType, 'group' | 'kind'>,
  name: string,
  problems: readonly FieldProblem[],
): ApiError {
  const kind = resource.group
    ? `${resource.kind}.${resource.group}`
    : resource.kind;
  const causes: StatusCause[] = problems.map(problem => ({
    reason: `FieldValue${problem.type}`,
    message: problemMessage(problem),
    field: problem.field,
  }));
  const lines = causes.map(cause => `${cause.field}: ${cause.message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, {
    name,
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.kind,
    causes,
  });
}
