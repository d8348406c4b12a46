import {
  ContentHeader,
  EmptyState,
  Progress,
} from '@backstage/core-components';
import { vaultEksStatusReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import { overdueLook } from '../../fleet/lastLook';
import { reasonOf } from '../../hooks/errors';
import { useClusters } from '../../hooks/useClusters';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { NoticeLine } from '../common/NoticeLine';
import { Problem } from '../common/Problem';
import { Time } from '../common/Time';
import { FleetTable } from './FleetTable';
import { NewVaultButton } from './NewVaultButton';

/**
 * The Vaults that this portal knows, or the way to the first one; also for a home page of one's own.
 *
 * @public
 */
export const VaultFleet = () => {
  const { t } = useVaultEksTranslation();
  const { data, error, refresh } = useClusters();
  if (data?.length) {
    const overdue = overdueLook(data, Date.now());
    return (
      <>
        <ContentHeader title={t('fleet.heading')}>
          <NewVaultButton />
        </ContentHeader>
        {error && (
          <NoticeLine onRetry={refresh}>
            {t('fleet.refreshFailed', { reason: reasonOf(error) })}
          </NoticeLine>
        )}
        {overdue && (
          <NoticeLine onRetry={refresh}>
            {t('fleet.overdue', { time: <Time iso={overdue} /> })}
          </NoticeLine>
        )}
        <FleetTable clusters={data} />
      </>
    );
  }
  if (data) {
    return (
      <EmptyState
        missing="content"
        title={t('fleet.emptyTitle')}
        description={t('fleet.emptyDescription')}
        action={<NewVaultButton />}
      />
    );
  }
  if (error) {
    return (
      <Problem
        error={error}
        what={t('fleet.what')}
        permission={vaultEksStatusReadPermission.name}
        onRetry={refresh}
      />
    );
  }
  return <Progress />;
};
