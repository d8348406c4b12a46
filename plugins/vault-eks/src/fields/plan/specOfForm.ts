import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isRecord } from '../common/formValues';

/** The fields of a form that are of the spec; others, such as what should happen, are the form's own. */
const FIELDS: readonly (keyof VaultClusterSpecInput)[] = [
  'cluster',
  'region',
  'account',
  'namespace',
  'release',
  'chartVersion',
  'replicas',
  'storage',
  'seal',
  'endpoints',
  'role',
  'tls',
  'ui',
  'injector',
  'networkPolicy',
  'audit',
  'custody',
  'admin',
  'apps',
  'tags',
  'adopt',
  'values',
  'owner',
  'system',
];

type Values = Readonly<Record<string, unknown>>;

/** The form asks who keeps the shares; the spec names the holders, if there are any. */
function custodyOf(custody: Values): Values {
  const { keeper, holders, ...rest } = custody;
  return keeper === 'pgp' ? { ...rest, pgp: { holders } } : rest;
}

/** What a form that names its fields as the spec does says of the spec so far. Secrets are never among its values. */
export function specOfForm(values: Values, fixed: Values = {}): Values {
  const known = Object.fromEntries(
    FIELDS.flatMap(field => {
      const value = values[field];
      return value === undefined || value === null || value === ''
        ? []
        : [[field, value]];
    }),
  );
  const { custody } = known;
  return {
    ...known,
    ...(isRecord(custody) ? { custody: custodyOf(custody) } : {}),
    ...fixed,
  };
}
