import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import Typography from '@material-ui/core/Typography';
import type { FoundTable } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useMemo } from 'react';
import { ToneText } from '../../components/common/ToneText';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';
import type { Choice } from '../common/Choice';
import { ChoiceField } from '../common/ChoiceField';
import { formValues, placeIn } from '../common/formValues';
import { LookUpNotice } from '../common/LookUpNotice';
import { useSearch } from '../common/useSearch';
import { vaultEksFormApiRef } from '../formApi';

/** The Vault that the form is about, as tables name it. */
function vaultIn(formContext: unknown): string {
  const {
    cluster,
    namespace = 'vault',
    release = 'vault',
  } = formValues(formContext);
  return [cluster, namespace, release].join('/');
}

function noteOf(
  { usedBy, unfit }: FoundTable,
  own: string,
  t: Translate,
): Choice['note'] {
  if (usedBy === own) {
    return { tone: 'info', text: t('fields.table.own') };
  }
  if (usedBy) {
    return { tone: 'error', text: t('fields.table.inUse', { vault: usedBy }) };
  }
  return unfit
    ? { tone: 'error', text: t('fields.table.unfit', { reason: unfit }) }
    : undefined;
}

/** A DynamoDB table: the name of a new one typed, or one that exists chosen. */
export const TablePicker = (props: FieldExtensionComponentProps<string>) => {
  const { formContext, formData } = props;
  const { t } = useVaultEksTranslation();
  const api = useApi(vaultEksFormApiRef);
  const { region, account } = placeIn(formContext);
  const own = vaultIn(formContext);
  const search = useCallback(
    (text: string | undefined, signal: AbortSignal) =>
      region
        ? api.findTables({ region, account, search: text, signal })
        : Promise.resolve({ tables: [], more: false }),
    [api, region, account],
  );
  const lookUp = useSearch(search, formData ?? '');
  const { answer, loading, error } = lookUp;
  const choices = useMemo(
    () =>
      (answer?.tables ?? []).map((table): Choice => {
        const note = noteOf(table, own, t);
        return {
          value: table.name,
          details: table.status,
          note,
          disabled: note?.tone === 'error',
        };
      }),
    [answer, own, t],
  );
  const chosen = choices.find(({ value }) => value === formData);
  const complete = answer && !error && !answer.more && region;

  return (
    <ChoiceField field={props} choices={choices} loading={loading}>
      <LookUpNotice lookUp={lookUp} what={t('fields.table.what')} />
      {formData && (chosen || complete) && (
        <Typography variant="body2" component="div">
          <ToneText tone={chosen?.note?.tone ?? 'info'}>
            {chosen
              ? chosen.note?.text ?? t('fields.table.existing')
              : t('fields.table.create')}
          </ToneText>
        </Typography>
      )}
    </ChoiceField>
  );
};
