import type { Claim } from '../Claim';
import type { Evidence } from '../evidence/Evidence';
import { auditClaims } from './audit';
import { clocks } from './clocks';
import { custodyClaims } from './custody';
import { injectedSecret } from './injectedSecret';
import { injectorReady } from './injectorReady';
import { leaderLock } from './leaderLock';
import { oneLeader, unsealed } from './seal';
import { sealKeyClaims } from './sealKey';
import { secretThroughService } from './service';
import { tableClaims } from './table';
import { certificateDays, tlsFromInside, tlsOfPods } from './tls';
import { volumesEncrypted } from './volumes';

/** Everything that a finished deploy claims, in the order of the report. */
export function claimsOn(evidence: Evidence): readonly Claim[] {
  return [
    tlsOfPods(evidence),
    tlsFromInside(evidence),
    certificateDays(evidence),
    unsealed(evidence),
    oneLeader(evidence),
    leaderLock(evidence),
    clocks(evidence),
    ...sealKeyClaims(evidence),
    ...tableClaims(evidence),
    volumesEncrypted(evidence),
    secretThroughService(evidence),
    ...auditClaims(evidence),
    ...(evidence.spec.injector.enabled
      ? [injectorReady(evidence), injectedSecret(evidence)]
      : []),
    ...custodyClaims(evidence),
  ];
}
