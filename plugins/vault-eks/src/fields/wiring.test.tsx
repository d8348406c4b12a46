import {
  ScaffolderFieldExtensions,
  useCustomFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { formFields } from '../alpha/formFields';
import * as extensions from './extensions';
import * as fields from './formFields';

const names = Object.values(fields).map(({ name }) => name);

describe('the fields', () => {
  it('are there for the classic scaffolder', async () => {
    const Names = ({ children }: { readonly children: JSX.Element }) => (
      <>
        {useCustomFieldExtensions(children)
          .map(({ name }) => name)
          .join()}
      </>
    );
    await renderInTestApp(
      <Names>
        <ScaffolderFieldExtensions>
          {Object.entries(extensions).map(([name, Extension]) => (
            <Extension key={name} />
          ))}
        </ScaffolderFieldExtensions>
      </Names>,
    );
    for (const name of names) {
      expect(screen.getByText(new RegExp(name))).toBeInTheDocument();
    }
  });

  it('are there for the new scaffolder', async () => {
    const loaded = await Promise.all(
      formFields.map(field =>
        createExtensionTester(field).get(
          FormFieldBlueprint.dataRefs.formFieldLoader,
        )(),
      ),
    );
    expect(loaded).toHaveLength(names.length);
    expect(loaded).toEqual(
      expect.arrayContaining(
        names.map(name => expect.objectContaining({ name })),
      ),
    );
  });
});
