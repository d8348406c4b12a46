import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import LinearProgress from '@material-ui/core/LinearProgress';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Plan } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useMemo } from 'react';
import { ToneText } from '../../components/common/ToneText';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';
import type { Tone } from '../../status/tone';
import { formValues, placeIn } from '../common/formValues';
import { LookUpNotice } from '../common/LookUpNotice';
import { useLookUp } from '../common/useLookUp';
import { vaultEksFormApiRef } from '../formApi';
import { PlanView } from './PlanView';
import { specOfForm } from './specOfForm';

/** Longer than the pause between two keys: a plan costs more than a look-up. */
const DELAY_MS = 1_000;

/** What a template may say of the field. */
export interface PlanPreviewOptions {
  /** What the template itself decides of the spec, over what the form says. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2) },
  progress: { margin: theme.spacing(1, 0) },
  old: { opacity: 0.6 },
}));

function summaryOf(
  plan: Plan,
  t: Translate,
): { readonly tone: Tone; readonly text: string } {
  if (plan.blocked) {
    return { tone: 'error', text: t('fields.plan.blocked') };
  }
  return plan.changes
    ? { tone: 'ok', text: t('fields.plan.ready') }
    : { tone: 'ok', text: t('fields.plan.unchanged') };
}

/** What a deploy would find and do, for what the form says so far; it is asked for anew when that changes. */
export const PlanPreview = ({
  formContext,
  idSchema,
  schema,
  uiSchema,
}: FieldExtensionComponentProps<null, PlanPreviewOptions>) => {
  const classes = useStyles();
  const { t } = useVaultEksTranslation();
  const api = useApi(vaultEksFormApiRef);
  const { cluster, region } = placeIn(formContext);
  const complete = Boolean(cluster && region);
  const spec = JSON.stringify(
    specOfForm(formValues(formContext), uiSchema['ui:options']?.spec),
  );
  const ask = useMemo(
    () =>
      complete
        ? (signal: AbortSignal) => api.plan(JSON.parse(spec), { signal })
        : undefined,
    [api, complete, spec],
  );
  const lookUp = useLookUp<Plan & { readonly more?: boolean }>(ask, DELAY_MS);
  const { answer, error, loading } = lookUp;
  const summary = answer && !loading && summaryOf(answer, t);
  const titleId = `${idSchema.$id}-title`;

  return (
    <Paper
      variant="outlined"
      component="section"
      aria-labelledby={titleId}
      aria-busy={loading}
      className={classes.root}
    >
      <Typography variant="h6" component="h3" id={titleId}>
        {uiSchema['ui:title'] ?? schema.title ?? t('fields.plan.title')}
      </Typography>
      <div role="status">
        <Typography variant="body2" component="div">
          {!complete && t('fields.plan.incomplete')}
          {loading && t('fields.plan.loading')}
          {summary && <ToneText tone={summary.tone}>{summary.text}</ToneText>}
        </Typography>
      </div>
      {loading && (
        <LinearProgress
          className={classes.progress}
          aria-label={t('fields.plan.loading')}
        />
      )}
      <LookUpNotice
        lookUp={{ ...lookUp, error: loading ? undefined : error }}
        what={t('fields.plan.what')}
        manual={false}
      />
      {answer && (
        <div className={loading ? classes.old : undefined}>
          <PlanView plan={answer} />
        </div>
      )}
    </Paper>
  );
};
