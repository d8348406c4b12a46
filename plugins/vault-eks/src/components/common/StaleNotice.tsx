import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { spanForHumans } from '../../status/duration';
import { NoticeLine } from './NoticeLine';
import { Time } from './Time';

/** What is shown may be over: says how old it is, and why nothing newer came. */
export const StaleNotice = ({
  observedAt,
  reason,
  onRetry,
}: {
  readonly observedAt: string;
  readonly reason: string;
  readonly onRetry: () => void;
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <NoticeLine
      onRetry={onRetry}
      // The age grows with every look, and nobody wants to hear that.
      spoken={t('common.staleSpoken', { reason })}
    >
      {t('common.stale', {
        age: spanForHumans(Date.now() - Date.parse(observedAt), t),
        time: <Time iso={observedAt} />,
        reason,
      })}
    </NoticeLine>
  );
};
