import type { useVaultEksTranslation } from '../hooks/useVaultEksTranslation';

/** Finds the words of a message in the reader's language. */
export type Translate = ReturnType<typeof useVaultEksTranslation>['t'];
