import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { ReactNode } from 'react';

/** What surrounds a field in the scaffolder's form: its description and what is wrong with it. */
export const ChoiceFrame = <TValue,>({
  field,
  children,
}: {
  readonly field: FieldExtensionComponentProps<TValue>;
  readonly children: ReactNode;
}) => {
  const { errors, rawErrors, required, disabled, schema, uiSchema } = field;
  return (
    <ScaffolderField
      rawErrors={rawErrors}
      rawDescription={uiSchema['ui:description'] ?? schema.description}
      required={required}
      disabled={disabled}
      errors={errors}
    >
      {children}
    </ScaffolderField>
  );
};
