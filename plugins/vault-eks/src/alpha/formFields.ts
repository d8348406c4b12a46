import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import {
  clusterPicker,
  keyPicker,
  placeField,
  planPreview,
  routeTablePicker,
  subnetPicker,
  tablePicker,
} from '../fields/formFields';

/** The fields of templates' forms; see `fields/extensions.ts` for what each takes. */
export const formFields = [
  FormFieldBlueprint.make({
    name: 'place',
    params: { field: async () => createFormField(placeField) },
  }),
  FormFieldBlueprint.make({
    name: 'cluster-picker',
    params: { field: async () => createFormField(clusterPicker) },
  }),
  FormFieldBlueprint.make({
    name: 'subnet-picker',
    params: { field: async () => createFormField(subnetPicker) },
  }),
  FormFieldBlueprint.make({
    name: 'route-table-picker',
    params: { field: async () => createFormField(routeTablePicker) },
  }),
  FormFieldBlueprint.make({
    name: 'key-picker',
    params: { field: async () => createFormField(keyPicker) },
  }),
  FormFieldBlueprint.make({
    name: 'table-picker',
    params: { field: async () => createFormField(tablePicker) },
  }),
  FormFieldBlueprint.make({
    name: 'plan-preview',
    params: { field: async () => createFormField(planPreview) },
  }),
];
