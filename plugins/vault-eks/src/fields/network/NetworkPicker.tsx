import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { ClusterNetwork } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useMemo } from 'react';
import {
  useVaultEksTranslation,
  type Translate,
} from '../../hooks/useVaultEksTranslation';
import type { Choice } from '../common/Choice';
import { ChoicesField } from '../common/ChoicesField';
import { placeIn } from '../common/formValues';
import { LookUpNotice } from '../common/LookUpNotice';
import { useLookUp } from '../common/useLookUp';
import { vaultEksFormApiRef } from '../formApi';
import { routeTableChoices, subnetChoices } from './networkChoices';

/** Ids out of the network of the cluster that the form names. */
const NetworkPicker = ({
  field,
  what,
  choicesOf,
}: {
  readonly field: FieldExtensionComponentProps<string[]>;
  readonly what: string;
  readonly choicesOf: (network: ClusterNetwork, t: Translate) => Choice[];
}) => {
  const { t } = useVaultEksTranslation();
  const api = useApi(vaultEksFormApiRef);
  const { cluster, region, account } = placeIn(field.formContext);
  const ask = useMemo(
    () =>
      cluster && region
        ? (signal: AbortSignal) =>
            api.readNetwork({ cluster, region, account, signal })
        : undefined,
    [api, cluster, region, account],
  );
  const lookUp = useLookUp<ClusterNetwork & { readonly more?: boolean }>(ask);
  const { answer, loading } = lookUp;
  const choices = useMemo(
    () => (answer ? choicesOf(answer, t) : []),
    [answer, choicesOf, t],
  );
  return (
    <ChoicesField field={field} choices={choices} loading={loading}>
      <LookUpNotice lookUp={lookUp} what={what} />
    </ChoicesField>
  );
};

/** Subnets for interface endpoints: ids typed, or chosen from the VPC of the cluster. */
export const SubnetPicker = (props: FieldExtensionComponentProps<string[]>) => {
  const { t } = useVaultEksTranslation();
  return (
    <NetworkPicker
      field={props}
      what={t('fields.network.subnets')}
      choicesOf={subnetChoices}
    />
  );
};

/** Route tables for gateway endpoints: ids typed, or chosen from the VPC of the cluster. */
export const RouteTablePicker = (
  props: FieldExtensionComponentProps<string[]>,
) => {
  const { t } = useVaultEksTranslation();
  return (
    <NetworkPicker
      field={props}
      what={t('fields.network.routeTables')}
      choicesOf={routeTableChoices}
    />
  );
};
