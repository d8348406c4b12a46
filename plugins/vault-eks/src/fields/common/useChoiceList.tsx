import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { Choice } from './Choice';
import { ChoiceOption } from './ChoiceOption';

const valueOf = (choice: Choice | string) =>
  typeof choice === 'string' ? choice : choice.value;

/** What the lists of all fields have in common. */
export function useChoiceList<TValue, TChoice extends Choice>({
  field,
  choices,
  loading,
}: {
  readonly field: FieldExtensionComponentProps<TValue>;
  readonly choices: readonly TChoice[];
  readonly loading: boolean;
}) {
  const { t } = useVaultEksTranslation();
  return {
    id: field.idSchema.$id,
    freeSolo: true as const,
    options: [...choices],
    loading,
    loadingText: t('fields.loading'),
    disabled: field.disabled || field.readonly,
    getOptionLabel: valueOf,
    getOptionDisabled: ({ disabled = false }: TChoice) => disabled,
    renderOption: (choice: TChoice) => <ChoiceOption choice={choice} />,
  };
}
