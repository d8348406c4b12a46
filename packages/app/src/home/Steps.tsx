import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const STEPS = [
  {
    title: 'Fill in the form',
    text: 'Name the EKS cluster and its region. Every other field has a safe default.',
  },
  {
    title: 'See the plan',
    text: 'Read-only checks first, then each thing that would be created or changed. Nothing changes until you choose to deploy.',
  },
  {
    title: 'Watch it become a Vault',
    text: 'Table, key, endpoints, certificate, release, recovery keys and audit log. A run that breaks off can simply be run again.',
  },
  {
    title: 'Keep an eye on it',
    text: 'Its catalog page shows the seal, the leader, the certificate and the audit log as it is written.',
  },
];

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(13rem, 1fr))',
    gap: theme.spacing(2),
  },
  step: { padding: theme.spacing(2), height: '100%' },
}));

/** The way from nothing to a Vault. */
export const Steps = () => {
  const classes = useStyles();
  return (
    <ol className={classes.list}>
      {STEPS.map(({ title, text }, index) => (
        <li key={title}>
          <Paper className={classes.step}>
            <Typography variant="subtitle1" component="h3">
              {index + 1}. {title}
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {text}
            </Typography>
          </Paper>
        </li>
      ))}
    </ol>
  );
};
