import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { vaultEksFormApiRef } from '../formApi';
import * as fields from '../formFields';
import type { FakeFormApi } from '../../testing/FakeFormApi';

/** A template's form as the scaffolder shows it, with our fields in it. */
export async function renderForm(
  api: FakeFormApi,
  steps: readonly JsonObject[],
  initialState: Record<string, JsonValue> = {},
) {
  // A step scrolls to its top, which nothing is laid out for here.
  jest.spyOn(window, 'scrollTo').mockReturnValue(undefined);
  const onCreate = jest.fn(async () => {});
  await renderInTestApp(
    <TestApiProvider apis={[[vaultEksFormApiRef, api]]}>
      <Stepper
        manifest={{
          title: 'A template',
          steps: steps.map((schema, index) => ({
            title: `Step ${index + 1}`,
            schema,
          })),
        }}
        extensions={Object.values(fields).map(({ name, component }) => ({
          name,
          component,
        }))}
        initialState={initialState}
        onCreate={onCreate}
      />
    </TestApiProvider>,
  );
  return { onCreate };
}
