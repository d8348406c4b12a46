import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { usePageLinks } from '../../hooks/usePageLinks';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { runbookOf } from '../../status/links';
import { FINDING_TONES } from '../../status/tone';
import { Card } from '../common/Card';
import { ToneIcon } from '../common/ToneText';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(2),
  },
  finding: { display: 'flex', gap: theme.spacing(1.5) },
  icon: { fontSize: '1.4rem', marginTop: 0 },
  text: { minWidth: 0, overflowWrap: 'anywhere', maxWidth: '80ch' },
}));

const FindingText = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useVaultEksTranslation();
  const { runbooks } = usePageLinks();
  const { id, severity, what, why, fix } = finding;
  const runbook = runbookOf(id, runbooks);
  return (
    <>
      <Typography variant="subtitle2" component="h4">
        {t(`findings.${severity}`, { what })}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {why}
      </Typography>
      <Typography variant="body2">
        <strong>{t('findings.fix')}</strong> {fix}
      </Typography>
      {runbook && (
        <Typography variant="body2">
          <Link to={runbook}>{t('findings.runbook')}</Link>
        </Typography>
      )}
    </>
  );
};

/** What the checks found: what it is, why it matters, and how to mend it. */
export const FindingsCard = ({
  findings,
}: {
  readonly findings: readonly Finding[];
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <Card title={t('findings.title')}>
      <ul className={classes.list}>
        {findings.map(finding => (
          <li key={`${finding.id} ${finding.what}`} className={classes.finding}>
            <ToneIcon
              tone={FINDING_TONES[finding.severity]}
              className={classes.icon}
            />
            <div className={classes.text}>
              <FindingText finding={finding} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
};
