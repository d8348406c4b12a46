import { validate, type Schema } from 'jsonschema';
import { parse } from 'yaml';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { createActions } from './createActions';

const actions = createActions({
  vaultEks: fakeVaultEks(),
  registerCluster: jest.fn(),
  unregisterCluster: jest.fn(),
  untilInCatalog: jest.fn(),
  ownsNamespace: jest.fn(),
});

/** Paths of the fields, and groups of fields, that say nothing of themselves. */
function undescribed(schema: Schema, path: string[] = []): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = [...path, name];
    return [
      ...(field.description ? [] : [at.join('.')]),
      ...undescribed(field, at),
    ];
  });
}

describe.each(actions.map(action => ({ id: action.id, action })))(
  '$id',
  ({ action }) => {
    it('describes every field', () => {
      expect(undescribed(action.schema?.input ?? {})).toEqual([]);
      expect(undescribed(action.schema?.output ?? {})).toEqual([]);
      expect(Object.keys(action.schema?.input?.properties ?? {})).toContain(
        'cluster',
      );
    });

    it('has examples that its schema takes', () => {
      const steps = (action.examples ?? []).flatMap(
        ({ example }) => parse(example).steps,
      );
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps) {
        expect(step.action).toBe(action.id);
        // What an earlier step puts out is known only when the task runs; it is a string here.
        const input = Object.fromEntries(
          Object.entries(step.input).map(([name, value]) => [
            name,
            /^\$\{\{.*account/.test(String(value)) ? '111122223333' : value,
          ]),
        );
        const given = Object.fromEntries(
          Object.entries(input).filter(
            ([name, value]) =>
              !['uiUrl', 'spec'].includes(name) ||
              !String(value).startsWith('${{'),
          ),
        );
        const { errors } = validate(given, action.schema?.input ?? {});
        expect(errors).toEqual([]);
      }
    });
  },
);
