import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useId } from 'react';

const OPERATIONS = [
  'create',
  'read',
  'update',
  'patch',
  'delete',
  'list',
  'renew',
  'revoke',
  'rollback',
  'help',
];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(9.5rem, 1fr))',
    gap: theme.spacing(1.5),
    alignItems: 'center',
    marginBottom: theme.spacing(1.5),
  },
  errorsOnly: { marginLeft: 0, whiteSpace: 'nowrap' },
}));

/** Narrows the audit lines down; all that is given must match. */
export const AuditFilterBar = ({
  filter,
  onChange,
}: {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}) => {
  const classes = useStyles();
  const id = useId();
  const field = (name: 'text' | 'pathPrefix' | 'actor' | 'operation') => ({
    id: `${id}-${name}`,
    size: 'small' as const,
    variant: 'outlined' as const,
    value: filter[name] ?? '',
    onChange: ({ target }: { target: { value: string } }) =>
      onChange({ ...filter, [name]: target.value || undefined }),
  });
  return (
    <div className={classes.root} role="search" aria-label="Filter audit lines">
      <TextField label="Text" {...field('text')} />
      <TextField
        label="Operation"
        select
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
        {...field('operation')}
      >
        <option value="">Any</option>
        {OPERATIONS.map(operation => (
          <option key={operation}>{operation}</option>
        ))}
      </TextField>
      <TextField label="Path begins with" {...field('pathPrefix')} />
      <TextField label="Actor" {...field('actor')} />
      <FormControlLabel
        className={classes.errorsOnly}
        label="Errors only"
        control={
          <Switch
            color="primary"
            checked={filter.errorsOnly ?? false}
            onChange={(_, checked) =>
              onChange({ ...filter, errorsOnly: checked || undefined })
            }
          />
        }
      />
    </div>
  );
};
