import type { Translate } from '../../hooks/useVaultEksTranslation';
import { spanForHumans } from '../../status/duration';
import type { LeaderTerm } from '../../status/leaderTerms';

/** A leader's term in words. */
export function termWords(
  { pod, until, ms }: LeaderTerm,
  t: Translate,
): string {
  const span = spanForHumans(ms, t);
  if (pod === undefined) {
    return t('history.nobody', { span });
  }
  return until === undefined
    ? t('history.leads', { pod, span })
    : t('history.led', { pod, span });
}
