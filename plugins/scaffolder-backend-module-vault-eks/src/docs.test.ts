import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Schema } from 'jsonschema';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fakeVaultEks } from './__testUtils__/fakeVaultEks';
import { createClusterDeployAction } from './actions/createClusterDeployAction';
import { createClusterPlanAction } from './actions/createClusterPlanAction';
import { createClusterRegisterAction } from './actions/createClusterRegisterAction';
import { createClusterVerifyAction } from './actions/createClusterVerifyAction';

const vaultEks = fakeVaultEks();
const actions = [
  createClusterPlanAction({ vaultEks }),
  createClusterDeployAction({ vaultEks }),
  createClusterVerifyAction({ vaultEks }),
  createClusterRegisterAction({
    registerCluster: jest.fn(),
    untilInCatalog: jest.fn(),
  }),
];

const page = readFileSync(
  resolve(
    resolvePackagePath(
      '@vault-eks/backstage-plugin-scaffolder-backend-module-vault-eks',
    ),
    '../../docs/actions.md',
  ),
  'utf8',
);

function fieldsOf(schema: Schema | undefined, path: string[] = []): string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) =>
    field.properties
      ? fieldsOf(field, [...path, name])
      : [[...path, name].join('.')],
  );
}

describe('docs/actions.md', () => {
  it.each(actions.map(action => ({ id: action.id, action })))(
    'knows every input and output of $id',
    ({ id, action }) => {
      const names = [
        id,
        ...fieldsOf(action.schema?.input),
        ...fieldsOf(action.schema?.output),
      ];
      expect(names.length).toBeGreaterThan(5);
      expect(names.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
    },
  );
});
