import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { FoundKey } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useMemo } from 'react';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';
import type { Choice } from '../common/Choice';
import { ChoiceField } from '../common/ChoiceField';
import { placeIn } from '../common/formValues';
import { LookUpNotice } from '../common/LookUpNotice';
import { useSearch } from '../common/useSearch';
import { vaultEksFormApiRef } from '../formApi';

/** What a template may say of the field. */
export interface KeyPickerOptions {
  /** For what the key is wanted: a seal key is for sealing alone. Default: `data`. */
  readonly purpose?: 'seal' | 'data';
}

function choiceOf(
  { arn, aliases, id, description, usedBy }: FoundKey,
  purpose: KeyPickerOptions['purpose'],
  t: Translate,
): Choice {
  return {
    value: arn,
    title: aliases.join(', ') || id,
    details: description,
    note: usedBy
      ? {
          tone: purpose === 'seal' ? 'warning' : 'error',
          text: t('fields.key.seals', { vault: usedBy }),
        }
      : undefined,
    disabled: purpose !== 'seal' && usedBy !== undefined,
  };
}

/** A KMS key that exists: id, ARN or alias typed, or chosen from those that Vault can use. */
export const KeyPicker = (
  props: FieldExtensionComponentProps<string, KeyPickerOptions>,
) => {
  const { t } = useVaultEksTranslation();
  const api = useApi(vaultEksFormApiRef);
  const { region, account } = placeIn(props.formContext);
  const purpose = props.uiSchema['ui:options']?.purpose;
  const search = useCallback(
    (text: string | undefined, signal: AbortSignal) =>
      region
        ? api.findKeys({ region, account, search: text, signal })
        : Promise.resolve({ keys: [], more: false }),
    [api, region, account],
  );
  const lookUp = useSearch(search, props.formData ?? '');
  const { answer, loading } = lookUp;
  const choices = useMemo(
    () => (answer?.keys ?? []).map(key => choiceOf(key, purpose, t)),
    [answer, purpose, t],
  );
  return (
    <ChoiceField field={props} choices={choices} loading={loading}>
      <LookUpNotice lookUp={lookUp} what={t('fields.key.what')} />
    </ChoiceField>
  );
};
