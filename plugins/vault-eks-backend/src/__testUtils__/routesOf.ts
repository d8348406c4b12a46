import type { Server } from 'node:http';

interface Layer {
  readonly route?: {
    readonly path: string;
    readonly methods: Readonly<Record<string, boolean>>;
  };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

function isRouterLike(
  value: unknown,
): value is { readonly stack: readonly Layer[] } {
  return (
    (typeof value === 'function' || typeof value === 'object') &&
    value !== null &&
    'stack' in value &&
    Array.isArray(value.stack)
  );
}

const inside = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map(
          method => `${method.toUpperCase()} ${route.path}`,
        )
      : inside(isRouterLike(handle) ? handle.stack : []),
  );

/** All routes of the version 1 API, as Express has them: method and path. */
export function routesOf(server: Server): string[] {
  return server
    .listeners('request')
    .flatMap(listener =>
      '_router' in listener && isRouterLike(listener._router)
        ? inside(listener._router.stack)
        : [],
    )
    .filter(route => route.includes(' /v1/'))
    .sort();
}
