import TextField from '@material-ui/core/TextField';
import { useId } from 'react';

/** One of a few, by the browser's own list: every keyboard, screen reader and phone knows it. */
export const Choice = <T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: ReadonlyArray<{
    readonly value: T;
    readonly label: string;
  }>;
  readonly onChange: (value: T) => void;
}) => {
  const id = useId();
  return (
    <TextField
      id={id}
      select
      variant="outlined"
      size="small"
      label={label}
      value={value}
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      onChange={({ target }) => {
        const chosen = options.find(option => option.value === target.value);
        if (chosen) {
          onChange(chosen.value);
        }
      }}
    >
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
};
