import TextField from '@material-ui/core/TextField';
import Autocomplete, {
  createFilterOptions,
} from '@material-ui/lab/Autocomplete';
import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useMemo, type ReactNode } from 'react';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { textOf, type Choice } from './Choice';
import { ChoiceOption } from './ChoiceOption';

/** One text that may be typed freely, or chosen from what was looked up. */
export function ChoiceField<TChoice extends Choice>({
  field,
  choices,
  loading,
  onChoose,
  children,
}: {
  readonly field: FieldExtensionComponentProps<string>;
  readonly choices: readonly TChoice[];
  readonly loading: boolean;
  /** Default: the field gets the value of the choice. */
  readonly onChoose?: (choice: TChoice) => void;
  /** Below the field. */
  readonly children?: ReactNode;
}) {
  const { t } = useVaultEksTranslation();
  const { formData = '', idSchema, onChange, schema, uiSchema } = field;
  const { rawErrors = [], required, disabled, readonly } = field;
  const filterOptions = useMemo(
    () => createFilterOptions<TChoice>({ stringify: textOf, limit: 100 }),
    [],
  );
  const setText = (text: string) => onChange(text === '' ? undefined : text);
  const description = uiSchema['ui:description'] ?? schema.description;

  return (
    <ScaffolderField
      rawErrors={rawErrors}
      rawDescription={description}
      required={required}
      disabled={disabled}
      errors={field.errors}
    >
      <Autocomplete<TChoice, false, false, true>
        id={idSchema.$id}
        freeSolo
        options={[...choices]}
        loading={loading}
        loadingText={t('fields.loading')}
        disabled={disabled || readonly}
        // The text is the value: a choice only writes it.
        value={null}
        inputValue={formData}
        onInputChange={(_, text, reason) => {
          if (reason !== 'reset') {
            setText(text);
          }
        }}
        onChange={(_, chosen) => {
          if (typeof chosen === 'string') {
            setText(chosen);
          } else if (chosen && onChoose) {
            onChoose(chosen);
          } else if (chosen) {
            setText(chosen.value);
          }
        }}
        filterOptions={filterOptions}
        getOptionLabel={choice =>
          typeof choice === 'string' ? choice : choice.value
        }
        getOptionDisabled={choice => choice.disabled ?? false}
        renderOption={choice => <ChoiceOption choice={choice} />}
        renderInput={params => (
          <TextField
            {...params}
            label={uiSchema['ui:title'] ?? schema.title ?? field.name}
            margin="dense"
            variant="outlined"
            required={required}
            error={rawErrors.length > 0}
            // The template asks for it, for the first field of a form.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={uiSchema['ui:autofocus'] === true}
            placeholder={uiSchema['ui:placeholder']}
          />
        )}
      />
      {children}
    </ScaffolderField>
  );
}
