import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';

/** What the boxes that one types into have in common. */
export function boxOf<TValue>({
  name,
  schema,
  uiSchema,
}: FieldExtensionComponentProps<TValue>) {
  return {
    label: uiSchema['ui:title'] ?? schema.title ?? name,
    margin: 'dense' as const,
    variant: 'outlined' as const,
    placeholder: uiSchema['ui:placeholder'],
  };
}
