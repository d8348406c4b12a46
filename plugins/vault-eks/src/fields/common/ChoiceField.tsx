import TextField from '@material-ui/core/TextField';
import Autocomplete, {
  createFilterOptions,
} from '@material-ui/lab/Autocomplete';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useMemo, type ReactNode } from 'react';
import { boxOf } from './boxOf';
import { textOf, type Choice } from './Choice';
import { ChoiceFrame } from './ChoiceFrame';
import { useChoiceList } from './useChoiceList';

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
  const { formData = '', onChange, uiSchema, rawErrors = [], required } = field;
  const list = useChoiceList({ field, choices, loading });
  const filterOptions = useMemo(
    () => createFilterOptions<TChoice>({ stringify: textOf, limit: 100 }),
    [],
  );
  const setText = (text: string) => onChange(text === '' ? undefined : text);

  return (
    <ChoiceFrame field={field}>
      <Autocomplete<TChoice, false, false, true>
        {...list}
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
        renderInput={params => (
          <TextField
            {...params}
            {...boxOf(field)}
            required={required}
            error={rawErrors.length > 0}
            // The template asks for it, for the first field of a form.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={uiSchema['ui:autofocus'] === true}
          />
        )}
      />
      {children}
    </ChoiceFrame>
  );
}
