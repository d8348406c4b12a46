import TextField from '@material-ui/core/TextField';
import Autocomplete, {
  createFilterOptions,
} from '@material-ui/lab/Autocomplete';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import FormHelperText from '@material-ui/core/FormHelperText';
import { useState, type ReactNode } from 'react';
import { boxOf } from './boxOf';
import { textOf, type Choice } from './Choice';
import { ChoiceFrame } from './ChoiceFrame';
import { isRecord } from './formValues';
import { useChoiceList } from './useChoiceList';

const filterOptions = createFilterOptions<Choice>({ stringify: textOf });

/** What is wrong with single entries; the form itself tells only what is wrong with the whole. */
function entryErrors(errorSchema: object = {}): string[] {
  const entries: unknown[] = Object.values(errorSchema);
  const errors = entries.flatMap(entry =>
    isRecord(entry) && Array.isArray(entry.__errors) ? entry.__errors : [],
  );
  return [...new Set(errors.map(String))];
}

// A list that is new at every render would empty what is being typed.
const NONE: string[] = [];

/** Several texts, each typed freely or chosen from what was looked up. */
export const ChoicesField = ({
  field,
  choices,
  loading,
  children,
}: {
  readonly field: FieldExtensionComponentProps<string[]>;
  readonly choices: readonly Choice[];
  readonly loading: boolean;
  /** Below the field. */
  readonly children?: ReactNode;
}) => {
  const { formData = NONE, onChange, rawErrors = [], required } = field;
  const list = useChoiceList({ field, choices, loading });
  // What is typed and not yet taken with Enter is taken when the person goes on.
  const [typed, setTyped] = useState('');
  const setValues = (values: readonly string[]) =>
    onChange([...new Set(values.map(value => value.trim()).filter(Boolean))]);
  const errors = entryErrors(field.errorSchema);

  return (
    <ChoiceFrame field={field}>
      <Autocomplete<Choice, true, false, true>
        {...list}
        multiple
        filterSelectedOptions
        disableCloseOnSelect
        value={formData}
        getOptionSelected={(choice, value: Choice | string) =>
          choice.value === (typeof value === 'string' ? value : value.value)
        }
        inputValue={typed}
        onInputChange={(_, text) => setTyped(text)}
        onBlur={() => {
          if (typed.trim()) {
            setValues([...formData, typed]);
            setTyped('');
          }
        }}
        onChange={(_, chosen) =>
          setValues(
            chosen.map(choice =>
              typeof choice === 'string' ? choice : choice.value,
            ),
          )
        }
        filterOptions={filterOptions}
        renderInput={params => (
          <TextField
            {...params}
            {...boxOf(field)}
            required={required && formData.length === 0}
            error={rawErrors.length + errors.length > 0}
          />
        )}
      />
      {errors.map(error => (
        <FormHelperText key={error} error>
          {error}
        </FormHelperText>
      ))}
      {children}
    </ChoiceFrame>
  );
};
