import type { Acl } from '../policy/Acl';
import { unsupportedOperation, unsupportedPath } from './errors';
import type { BackendRequest, Operation, VaultResponse } from './Request';

export type Handler = (
  request: BackendRequest,
) => Promise<VaultResponse | undefined>;

/** One path of a backend and what can be done there. */
export interface BackendPath {
  /** Matches the whole path below the mount; its named groups become parameters. */
  readonly pattern: RegExp;
  readonly operations: Partial<Readonly<Record<Operation, Handler>>>;
  /** Tells create from update. Without it every write is an update. */
  readonly exists?: (request: BackendRequest) => Promise<boolean>;
  /** Open to anyone: logins and the like. */
  readonly unauthenticated?: boolean;
  /** Needs the sudo capability. */
  readonly sudo?: boolean;
  /** Judges by what else a token may do, in the place of the rules on the path itself. */
  readonly permits?: (
    acl: Pick<Acl, 'reaches'>,
    request: BackendRequest,
  ) => boolean;
}

/** An auth method or a secrets engine. */
export interface Backend {
  readonly type: string;
  readonly paths: readonly BackendPath[];
}

/** A backend's path for a request, with the parameters read from it. */
export interface Route {
  readonly path: BackendPath;
  readonly params: Readonly<Record<string, string>>;
}

export function routeTo(backend: Backend, path: string): Route | undefined {
  for (const candidate of backend.paths) {
    const match = candidate.pattern.exec(path);
    if (match) return { path: candidate, params: { ...match.groups } };
  }
  return undefined;
}

/** The handler of an operation; a create falls back to update and the other way round. */
export function handlerOf(route: Route | undefined, operation: Operation) {
  if (!route) throw unsupportedPath();
  const { operations } = route.path;
  const handler =
    operations[operation] ??
    (operation === 'create' ? operations.update : undefined);
  if (!handler) throw unsupportedOperation();
  return handler;
}
