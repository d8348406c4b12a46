import Box from '@material-ui/core/Box';
import type { VaultPodStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { ToneText } from '../common/ToneText';

/** Says that only a part of the pods answered; nothing when all or none did, which the summary says itself. */
export const PartialNotice = ({
  pods,
}: {
  readonly pods: readonly VaultPodStatus[];
}) => {
  const { t } = useVaultEksTranslation();
  const answered = pods.filter(({ role }) => role !== 'unreachable').length;
  if (answered === 0 || answered === pods.length) {
    return null;
  }
  return (
    <Box mt={2} role="status">
      <ToneText tone="warning">
        {t('status.partial', {
          answered: String(answered),
          total: String(pods.length),
        })}
      </ToneText>
    </Box>
  );
};
