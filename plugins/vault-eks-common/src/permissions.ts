import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** Read seal state, HA leader, pods and findings of a cluster. */
export const vaultEksStatusReadPermission = createPermission({
  name: 'vault-eks.status.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Read the audit tail of a cluster: who did what, which is more than status. */
export const vaultEksAuditReadPermission = createPermission({
  name: 'vault-eks.audit.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Change what is registered of a cluster, unregister it and otherwise manage it. */
export const vaultEksClusterManagePermission = createPermission({
  name: 'vault-eks.cluster.manage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Register a cluster that the portal does not know yet. It is on no entity, since there is none yet. */
export const vaultEksClusterRegisterPermission = createPermission({
  name: 'vault-eks.cluster.register',
  attributes: { action: 'create' },
});

/**
 * Look into the AWS accounts of the portal for a form: EKS clusters, their subnets and route tables, KMS keys and DynamoDB
 * tables by name, and what a deploy would do. It is on no entity, since there is none yet.
 */
export const vaultEksLookupReadPermission = createPermission({
  name: 'vault-eks.lookup.read',
  attributes: { action: 'read' },
});

/** All permissions of the plugin. */
export const vaultEksPermissions = [
  vaultEksStatusReadPermission,
  vaultEksAuditReadPermission,
  vaultEksClusterManagePermission,
  vaultEksClusterRegisterPermission,
  vaultEksLookupReadPermission,
];
