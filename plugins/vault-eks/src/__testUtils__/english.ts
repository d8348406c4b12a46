import { MockTranslationApi } from '@backstage/test-utils/alpha';
import type { Translate } from '../hooks/useVaultEksTranslation';
import { vaultEksTranslationRef } from '../translation';

function readMessages(): Translate {
  const messages = MockTranslationApi.create().getTranslation(
    vaultEksTranslationRef,
  );
  if (!messages.ready) {
    throw new Error('The messages are not there yet');
  }
  return messages.t;
}

/** The plugin's own words, outside of a component. */
export const english: Translate = readMessages();
