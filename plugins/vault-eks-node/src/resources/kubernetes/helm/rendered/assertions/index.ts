import { addresses } from './addresses';
import type { Assertion } from './Assertion';
import { auditVolume } from './auditVolume';
import { environment } from './environment';
import { exposure } from './exposure';
import { injectorTrust } from './injectorTrust';
import { networkGuard } from './networkGuard';
import { oneNamespace } from './oneNamespace';
import { oneStatefulSet } from './oneStatefulSet';
import { podSecurity } from './podSecurity';
import { serviceAccount } from './serviceAccount';
import { tlsOn } from './tlsOn';

export type { Rendered } from './Assertion';

/** Everything that is asserted of what the chart rendered, before it is installed. */
export const ASSERTIONS: readonly Assertion[] = [
  oneStatefulSet,
  tlsOn,
  environment,
  auditVolume,
  serviceAccount,
  exposure,
  addresses,
  podSecurity,
  injectorTrust,
  networkGuard,
  oneNamespace,
];
