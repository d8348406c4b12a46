import { MockTranslationApi } from '@backstage/test-utils/alpha';
import { vaultEksTranslationRef } from '../translation';

/** The plugin's own words, outside of a component. */
export const english = MockTranslationApi.create().getTranslation(
  vaultEksTranslationRef,
).t;
