import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Plan } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Findings } from '../common/Findings';
import { PlanSteps } from './PlanSteps';

const useStyles = makeStyles(theme => ({
  kept: { marginTop: theme.spacing(1), cursor: 'pointer' },
}));

/** What a plan says: first what keeps a deploy, then what it would do, then what stays. */
export const PlanView = ({ plan }: { readonly plan: Plan }) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const kept = plan.steps.filter(
    ({ verb, refusal }) => verb === 'keep' && !refusal,
  );
  const others = plan.steps.filter(step => !kept.includes(step));
  return (
    <>
      <Findings findings={plan.findings} label={t('fields.plan.findings')} />
      <PlanSteps steps={others} label={t('fields.plan.steps')} />
      {kept.length > 0 && (
        <details>
          <Typography
            variant="body2"
            component="summary"
            className={classes.kept}
          >
            {t('fields.plan.kept', { count: kept.length })}
          </Typography>
          <PlanSteps
            steps={kept}
            label={t('fields.plan.kept', { count: kept.length })}
          />
        </details>
      )}
    </>
  );
};
