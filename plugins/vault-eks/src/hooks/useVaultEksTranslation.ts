import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { vaultEksTranslationRef } from '../translation';

/** The plugin's words in the reader's language. */
export const useVaultEksTranslation = () =>
  useTranslationRef(vaultEksTranslationRef);

/** Turns a key of the plugin's messages into words. */
export type Translate = ReturnType<typeof useVaultEksTranslation>['t'];
