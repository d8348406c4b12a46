import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { FoundCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useCallback, useEffect, useRef } from 'react';
import { PlaceContext } from './PlaceContext';

/** Whatever a step of the form holds beside the place. */
type StepValues = Readonly<Record<string, unknown>>;

/**
 * A step, or an object of it, with the fields `cluster`, `region` and `account`: a cluster that is picked in it fills in all
 * three. It looks like any other object.
 */
export const PlaceField = (props: FieldExtensionComponentProps<StepValues>) => {
  const { formData, onChange, registry, uiSchema } = props;
  const { ObjectField } = registry.fields;
  const { 'ui:field': _, ...rest } = uiSchema;
  // Every key typed makes new values; the fields below need not hear of it.
  const latest = useRef({ formData, onChange });
  useEffect(() => {
    latest.current = { formData, onChange };
  });
  const choose = useCallback(({ name, region, account }: FoundCluster) => {
    latest.current.onChange({
      ...latest.current.formData,
      ...{ cluster: name, region, account },
    });
  }, []);
  return (
    <PlaceContext.Provider value={choose}>
      <ObjectField {...props} uiSchema={rest} />
    </PlaceContext.Provider>
  );
};
