import { ADMIN_POLICY } from './admin';
import { appPolicies } from './app';
import { AUDITOR_POLICY } from './auditor';
import { CHECKER_POLICY } from './checker';
import { operatorPolicy } from './operator';
import type { Policy } from './Policy';
import { STATUS_READER_POLICY } from './statusReader';

/** Every policy that a deploy writes, for a mount of applications of this name. */
export function allPolicies(mount: string): readonly Policy[] {
  return [
    ADMIN_POLICY,
    operatorPolicy(mount),
    AUDITOR_POLICY,
    STATUS_READER_POLICY,
    CHECKER_POLICY,
    ...appPolicies(mount),
  ];
}
