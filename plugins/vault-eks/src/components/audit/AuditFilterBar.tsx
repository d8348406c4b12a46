import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useId, type Ref } from 'react';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

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
    gridTemplateColumns: 'repeat(auto-fit, minmax(8.5rem, 1fr))',
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
  textRef,
}: {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
  readonly textRef: Ref<HTMLInputElement>;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const id = useId();
  const field = (
    name: 'text' | 'pathPrefix' | 'mount' | 'actor' | 'operation',
  ) => ({
    id: `${id}-${name}`,
    label: t(`audit.filter.${name}`),
    size: 'small' as const,
    variant: 'outlined' as const,
    value: filter[name] ?? '',
    onChange: ({ target }: { target: { value: string } }) =>
      onChange({ ...filter, [name]: target.value || undefined }),
  });
  return (
    <div
      className={classes.root}
      role="search"
      aria-label={t('audit.filter.label')}
    >
      <TextField
        {...field('text')}
        inputRef={textRef}
        inputProps={{ 'aria-keyshortcuts': '/' }}
      />
      <TextField
        select
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
        {...field('operation')}
      >
        <option value="">{t('audit.filter.anyOperation')}</option>
        {OPERATIONS.map(operation => (
          <option key={operation}>{operation}</option>
        ))}
      </TextField>
      <TextField {...field('pathPrefix')} />
      <TextField {...field('mount')} />
      <TextField {...field('actor')} />
      <FormControlLabel
        className={classes.errorsOnly}
        label={t('audit.filter.errorsOnly')}
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
