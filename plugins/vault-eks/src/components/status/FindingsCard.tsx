import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { Card } from '../common/Card';
import { FINDING_TONES } from '../../status/tone';
import { ToneIcon } from '../common/ToneText';

const SEVERITY_WORDS: Record<Finding['severity'], string> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
};

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

/** What the checks found: what it is, why it matters, and how to mend it. */
export const FindingsCard = ({
  findings,
}: {
  readonly findings: readonly Finding[];
}) => {
  const classes = useStyles();
  return (
    <Card title="Findings">
      <ul className={classes.list}>
        {findings.map(finding => (
          <li key={`${finding.id} ${finding.what}`} className={classes.finding}>
            <ToneIcon
              tone={FINDING_TONES[finding.severity]}
              className={classes.icon}
            />
            <div className={classes.text}>
              <Typography variant="subtitle2" component="h4">
                {SEVERITY_WORDS[finding.severity]}: {finding.what}
              </Typography>
              <Typography variant="body2" color="textSecondary">
                {finding.why}
              </Typography>
              <Typography variant="body2">
                <strong>Fix:</strong> {finding.fix}
              </Typography>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
};
