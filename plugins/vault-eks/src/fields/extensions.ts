import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { vaultEksPlugin } from '../plugin';
import {
  clusterPicker,
  keyPicker,
  placeField,
  planPreview,
  routeTablePicker,
  subnetPicker,
  tablePicker,
} from './formFields';

/**
 * `ui:field: VaultEksPlace` on a step, or on an object of it, with the fields `cluster`, `region` and `account`: a cluster
 * that is picked fills in all three.
 *
 * @public
 */
export const VaultEksPlaceFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(placeField),
);

/**
 * `ui:field: VaultEksClusterPicker`: the name of an EKS cluster.
 *
 * @public
 */
export const VaultEksClusterPickerFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(clusterPicker),
);

/**
 * `ui:field: VaultEksSubnetPicker`: ids of subnets of the cluster's VPC.
 *
 * @public
 */
export const VaultEksSubnetPickerFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(subnetPicker),
);

/**
 * `ui:field: VaultEksRouteTablePicker`: ids of route tables of the cluster's VPC.
 *
 * @public
 */
export const VaultEksRouteTablePickerFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(routeTablePicker),
);

/**
 * `ui:field: VaultEksKeyPicker`: id, ARN or alias of a KMS key. `ui:options: { purpose: seal }` offers the seal keys of other
 * Vaults too, with a warning.
 *
 * @public
 */
export const VaultEksKeyPickerFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(keyPicker),
);

/**
 * `ui:field: VaultEksTablePicker`: name of a DynamoDB table, new or existing.
 *
 * @public
 */
export const VaultEksTablePickerFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(tablePicker),
);

/**
 * `ui:field: VaultEksPlanPreview` on a field of type `null`: what a deploy would find and do. `ui:options: { spec }` has what
 * the template itself decides.
 *
 * @public
 */
export const VaultEksPlanPreviewFieldExtension = vaultEksPlugin.provide(
  createScaffolderFieldExtension(planPreview),
);
