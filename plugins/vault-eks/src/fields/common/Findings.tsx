import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { ToneText } from '../../components/common/ToneText';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { FINDING_TONES } from '../../status/tone';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: theme.spacing(0.5, 0),
    padding: 0,
    overflowWrap: 'anywhere',
  },
}));

/** What was found, each with its fix. */
export const Findings = ({
  findings,
  label,
}: {
  readonly findings: readonly Finding[];
  readonly label: string;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return findings.length > 0 ? (
    <ul className={classes.list} aria-label={label}>
      {findings.map(({ id, severity, what, fix }) => (
        <li key={`${id} ${what}`}>
          <Typography variant="body2" component="div">
            <ToneText tone={FINDING_TONES[severity]}>
              {t(`findings.${severity}`, { what })}{' '}
              <strong>{t('findings.fix')}</strong> {fix}
            </ToneText>
          </Typography>
        </li>
      ))}
    </ul>
  ) : null;
};
