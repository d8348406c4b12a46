import type {
  Finding,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** A status before it was judged. */
export type UnjudgedStatus = Omit<VaultClusterStatus, 'findings'>;

/** Judges one side of a status; pure. */
export type StatusCheck = (status: UnjudgedStatus) => Finding | undefined;

/** The names of pods as running text. */
export const names = (pods: UnjudgedStatus['pods']) =>
  pods.map(p => p.name).join(', ');
