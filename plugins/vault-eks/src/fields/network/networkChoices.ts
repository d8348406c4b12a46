import type { ClusterNetwork } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Translate } from '../../hooks/useVaultEksTranslation';
import type { Choice } from '../common/Choice';

const joined = (parts: readonly (string | false | undefined)[]) =>
  parts.filter(Boolean).join(' · ');

/** Subnets as choices, each with its zone and how full it is. */
export const subnetChoices = (
  { subnets }: ClusterNetwork,
  t: Translate,
): Choice[] =>
  subnets.map(({ id, name, zone, cidr, freeAddresses, ofCluster }) => ({
    value: id,
    title: name,
    details: joined([
      zone,
      cidr,
      freeAddresses !== undefined &&
        t('fields.network.free', { addresses: String(freeAddresses) }),
      ofCluster && t('fields.network.ofCluster'),
    ]),
  }));

/** Route tables as choices, each with what uses it. */
export const routeTableChoices = (
  { routeTables }: ClusterNetwork,
  t: Translate,
): Choice[] =>
  routeTables.map(({ id, name, main, ofCluster }) => ({
    value: id,
    title: name,
    details: joined([
      main && t('fields.network.main'),
      ofCluster && t('fields.network.ofCluster'),
    ]),
  }));
