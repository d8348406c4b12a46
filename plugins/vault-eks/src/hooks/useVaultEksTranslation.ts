import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { vaultEksTranslationRef } from '../translation';

/** Turns a key of the plugin's messages into words. */
export type Translate = TranslationFunction<typeof vaultEksTranslationRef.T>;

/** The plugin's words in the reader's language. */
export const useVaultEksTranslation = (): { readonly t: Translate } =>
  useTranslationRef(vaultEksTranslationRef);
