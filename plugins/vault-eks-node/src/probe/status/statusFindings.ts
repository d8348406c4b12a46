import type {
  Finding,
  FindingSeverity,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  fill,
  release,
  replicas,
  restarts,
  volumes,
  zones,
} from './kubernetesFindings';
import { logFindings } from './logFindings';
import type { PodLog } from './podLogs';
import {
  keyRotation,
  keyState,
  tableBackups,
  tableDeletion,
} from './protectionFindings';
import type { StatusCheck, UnjudgedStatus } from './StatusCheck';
import {
  certificate,
  clockSkew,
  noLeader,
  sealed,
  twoLeaders,
  uninitialized,
  unreachable,
  versions,
} from './vaultFindings';

const CHECKS: readonly StatusCheck[] = [
  uninitialized,
  sealed,
  noLeader,
  twoLeaders,
  keyState,
  certificate,
  replicas,
  unreachable,
  clockSkew,
  zones,
  volumes,
  fill,
  release,
  versions,
  tableDeletion,
  tableBackups,
  keyRotation,
  restarts,
];

const ORDER: readonly FindingSeverity[] = ['error', 'warning', 'info'];

/** Everything worth saying about a status and what the pods have logged, worst first. */
export function statusFindings(
  status: UnjudgedStatus,
  logs: readonly PodLog[] = [],
): readonly Finding[] {
  return [
    ...CHECKS.flatMap(check => check(status) ?? []),
    ...logFindings(logs, status.ref),
  ].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
