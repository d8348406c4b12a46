import type { InfoCardVariants } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  entityRouteParams,
  entityRouteRef,
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import {
  isVaultEksAvailable,
  VAULT_EKS_ANNOTATIONS,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { Card } from '../common/Card';
import { useGatedStatus } from '../../hooks/useGatedStatus';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { StatusGate } from '../common/StatusGate';
import { StatusAtAGlance } from './StatusAtAGlance';

const Glance = ({ entityRef }: { readonly entityRef: string }) => (
  <StatusGate gated={useGatedStatus(entityRef)}>
    {status => <StatusAtAGlance status={status} />}
  </StatusGate>
);

/** The card on the entity's overview: is it sealed, who leads, and what needs a person. */
export const VaultStatusCard = ({
  variant = 'gridItem',
}: {
  readonly variant?: InfoCardVariants;
}) => {
  const { entity } = useEntity();
  const entityLink = useRouteRef(entityRouteRef);
  const { t } = useVaultEksTranslation();
  if (!isVaultEksAvailable(entity)) {
    return (
      <MissingAnnotationEmptyState annotation={VAULT_EKS_ANNOTATIONS.cluster} />
    );
  }
  return (
    <Card
      title={t('card.title')}
      variant={variant}
      deepLink={{
        title: t('card.link'),
        link: `${entityLink(entityRouteParams(entity))}/vault-eks`,
      }}
    >
      <Glance entityRef={stringifyEntityRef(entity)} />
    </Card>
  );
};
