import { Progress } from '@backstage/core-components';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { lazy, Suspense, type ComponentType } from 'react';

/** A field whose code is fetched when a form shows it. */
export function lazyField<TValue, TOptions = {}>(
  load: () => Promise<
    ComponentType<FieldExtensionComponentProps<TValue, TOptions>>
  >,
) {
  const Field = lazy(async () => ({ default: await load() }));
  return (props: FieldExtensionComponentProps<TValue, TOptions>) => (
    <Suspense fallback={<Progress />}>
      <Field {...props} />
    </Suspense>
  );
}
