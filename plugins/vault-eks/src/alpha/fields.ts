import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import * as fields from '../fields/formFields';

/** The fields as the scaffolder takes them; only a page with a form fetches them. */
export const place = createFormField(fields.placeField);
export const clusterPicker = createFormField(fields.clusterPicker);
export const subnetPicker = createFormField(fields.subnetPicker);
export const routeTablePicker = createFormField(fields.routeTablePicker);
export const keyPicker = createFormField(fields.keyPicker);
export const tablePicker = createFormField(fields.tablePicker);
export const planPreview = createFormField(fields.planPreview);
