import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { StatusTransition } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Card } from '../common/Card';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';

const useStyles = makeStyles(theme => ({
  things: {
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(4),
    overflowWrap: 'anywhere',
    ...theme.typography.body2,
  },
}));

/** What differs from the spec that this Vault was registered with: the protections of its table and key among others. */
export const DriftCard = ({
  drift: { things = [], at },
}: {
  readonly drift: StatusTransition;
}) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  return (
    <Card title={t('drift.title')}>
      <ToneText tone="warning">
        <Typography variant="body2" component="span">
          {t('drift.since', { time: <Time iso={at} /> })}
        </Typography>
      </ToneText>
      {things.length > 0 && (
        <ul className={classes.things}>
          {things.map(thing => (
            <li key={thing}>{thing}</li>
          ))}
        </ul>
      )}
    </Card>
  );
};
