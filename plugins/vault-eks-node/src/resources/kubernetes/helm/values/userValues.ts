import { InputError } from '@backstage/errors';

type Values = Readonly<Record<string, unknown>>;

/** Set by us as a default only. */
const OVERRIDABLE = ['server.resources', 'injector.resources'];

/**
 * Subtrees that decide whether Vault is the one the spec describes. They are closed as a whole: a key that we leave
 * out there is left out on purpose.
 */
const CLOSED = [
  'global.enabled',
  'global.tlsDisable',
  'server.enabled',
  'server.dev',
  'server.ha',
  'server.standalone',
  'server.dataStorage',
  'server.auditStorage',
  'server.serviceAccount.create',
  'server.serviceAccount.name',
  'server.volumes',
  'server.volumeMounts',
  'server.extraVolumes',
  'server.topologySpreadConstraints',
  'server.networkPolicy',
  'server.extraArgs',
  'injector.enabled',
  'injector.replicas',
  'injector.externalVaultAddr',
  'injector.podDisruptionBudget',
  'injector.topologySpreadConstraints',
  'serverTelemetry',
  'global.serverTelemetry',
  'ui',
  'fullnameOverride',
  'nameOverride',
  'global.namespace',
  'global.externalVaultAddr',
];

/** Whether a value is a map of further values. */
export const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every leaf of a tree of values by its path. */
export function leaves(
  values: Values,
  prefix: readonly string[] = [],
): (readonly [path: string, value: unknown])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...prefix, key];
    return isMap(value) && Object.keys(value).length > 0
      ? leaves(value, path)
      : [[path.join('.'), value] as const];
  });
}

const overlaps = (a: string, b: string) =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/**
 * Refuses values that the product manages rather than overriding them silently.
 *
 * @throws InputError naming each refused key
 */
export function refuseManagedValues(user: Values, managed: Values = {}): void {
  const closed = [...CLOSED, ...leaves(managed).map(([path]) => path)].filter(
    path => !OVERRIDABLE.some(open => overlaps(path, open)),
  );
  const refused = leaves(user)
    .map(([path]) => path)
    .filter(path => closed.some(managedPath => overlaps(path, managedPath)));
  if (refused.length > 0) {
    throw new InputError(
      `values: ${refused.join(
        ', ',
      )} cannot be set here; the product manages it. Use the spec's own fields, or leave it out`,
    );
  }
}

/** User values over our defaults; what is managed has been refused before. */
export function mergeValues(ours: Values, user: Values): Values {
  const merged: Record<string, unknown> = { ...ours };
  for (const [key, value] of Object.entries(user)) {
    const own = merged[key];
    merged[key] = isMap(own) && isMap(value) ? mergeValues(own, value) : value;
  }
  return merged;
}
