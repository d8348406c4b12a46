import { createTranslationRef } from '@backstage/frontend-plugin-api';

/**
 * Every word that the plugin shows, by area: `common` for what several areas say, then an area for each folder of
 * components. Portals override or translate them through Backstage's translation API.
 *
 * @public
 */
export const vaultEksTranslationRef = createTranslationRef({
  id: 'vault-eks',
  messages: {
    common: {
      tryAgain: 'Try again',
      refresh: 'Refresh',
      unknown: 'Unknown',
    },
    audit: {
      title: 'Audit log',
    },
    fields: {
      loading: 'Looking…',
    },
  },
});
