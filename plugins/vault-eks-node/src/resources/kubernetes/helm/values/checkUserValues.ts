import {
  VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { chartValues } from './chartValues';

/**
 * Refuses values that the product manages before any call is made: which keys those are depends on the spec alone, and
 * not on what the wiring will hold.
 *
 * @throws InputError naming each refused key
 */
export function checkUserValues(spec: VaultClusterSpec): void {
  chartValues({
    spec,
    names: vaultNames(spec),
    caPem: '',
    table: '',
    sealKey: '',
    roleArn: '',
    storageClass: '',
    tlsSecret: '',
    endpointUrls: {},
  });
}
