import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PlanStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import { ToneText } from '../../components/common/ToneText';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: theme.spacing(1, 0),
    padding: 0,
    display: 'grid',
    gap: theme.spacing(0.5),
    overflowWrap: 'anywhere',
  },
  verb: { fontWeight: 600 },
  changes: { margin: 0, paddingLeft: theme.spacing(3) },
}));

function changeWords(
  { field, from, to = '' }: PlanStep['changes'][number],
  t: Translate,
): string {
  if (from === undefined) {
    return t('fields.plan.added', { field, to });
  }
  return to
    ? t('fields.plan.change', { field, from, to })
    : t('fields.plan.removed', { field, from });
}

const Step = ({ step }: { readonly step: PlanStep }) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const { title, verb, changes, refusal, reason, notLookedAt } = step;
  return (
    <li>
      <Typography variant="body2" component="div">
        <span className={classes.verb}>{t(`fields.plan.verbs.${verb}`)}</span>{' '}
        {title}
        {reason && ` (${reason})`}
        {notLookedAt &&
          ` (${t('fields.plan.notLookedAt', { reason: notLookedAt })})`}
      </Typography>
      {changes.length > 0 && (
        <ul className={classes.changes}>
          {changes.map(({ field, from, to }) => (
            <Typography key={field} variant="body2" component="li">
              {changeWords({ field, from, to }, t)}
            </Typography>
          ))}
        </ul>
      )}
      {refusal && (
        <Typography variant="body2" component="div">
          <ToneText tone="error">
            {t('fields.plan.refused', { reason: refusal })}
          </ToneText>
        </Typography>
      )}
    </li>
  );
};

/** Steps of a plan, in the order in which they would be done. */
export const PlanSteps = ({
  steps,
  label,
}: {
  readonly steps: readonly PlanStep[];
  readonly label: string;
}) => {
  const classes = useStyles();
  return steps.length > 0 ? (
    <ul className={classes.list} aria-label={label}>
      {steps.map(step => (
        <Step key={step.id} step={step} />
      ))}
    </ul>
  ) : null;
};
