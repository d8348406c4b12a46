import type { FindingSeverity } from '@vault-eks/backstage-plugin-vault-eks-common';

/** How a state is to be read; every tone has an icon of its own, so that colour is never the only sign. */
export type Tone = 'ok' | 'info' | 'warning' | 'error' | 'unknown';

/** The tone of a finding. */
export const FINDING_TONES: Record<FindingSeverity, Tone> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
};
