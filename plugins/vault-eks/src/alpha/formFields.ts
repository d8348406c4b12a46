import {
  createFormField,
  FormFieldBlueprint,
  type FormField,
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

const formField = (name: string, field: FormField) =>
  FormFieldBlueprint.make({ name, params: { field: async () => field } });

/** The fields of templates' forms; see `fields/extensions.ts` for what each takes. */
export const formFields = [
  formField('place', createFormField(placeField)),
  formField('cluster-picker', createFormField(clusterPicker)),
  formField('subnet-picker', createFormField(subnetPicker)),
  formField('route-table-picker', createFormField(routeTablePicker)),
  formField('key-picker', createFormField(keyPicker)),
  formField('table-picker', createFormField(tablePicker)),
  formField('plan-preview', createFormField(planPreview)),
];
