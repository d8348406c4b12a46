import {
  FormFieldBlueprint,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';

const formField = (
  name: string,
  pick: (fields: typeof import('./fields')) => FormField,
) =>
  FormFieldBlueprint.make({
    name,
    params: { field: async () => pick(await import('./fields')) },
  });

/** The fields of templates' forms; see `fields/extensions.ts` for what each takes. */
export const formFields = [
  formField('place', fields => fields.place),
  formField('cluster-picker', fields => fields.clusterPicker),
  formField('subnet-picker', fields => fields.subnetPicker),
  formField('route-table-picker', fields => fields.routeTablePicker),
  formField('key-picker', fields => fields.keyPicker),
  formField('table-picker', fields => fields.tablePicker),
  formField('plan-preview', fields => fields.planPreview),
];
