import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { AuditFormat } from './AuditFormat';

const FORMATS: readonly AuditFormat[] = ['paired', 'lines', 'raw'];

const useStyles = makeStyles(theme => ({
  button: {
    padding: theme.spacing(0.5, 1.25),
    textTransform: 'none',
    color: theme.palette.text.secondary,
    '&&.Mui-selected': { color: theme.palette.text.primary },
  },
}));

/** Chooses how lines are shown. */
export const FormatToggle = ({
  format,
  onFormat,
}: {
  readonly format: AuditFormat;
  readonly onFormat: (format: AuditFormat) => void;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      value={format}
      onChange={(_, value: AuditFormat | null) => value && onFormat(value)}
      aria-label={t('audit.format.label')}
    >
      {FORMATS.map(one => (
        <ToggleButton key={one} value={one} className={classes.button}>
          {t(`audit.format.${one}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
};
