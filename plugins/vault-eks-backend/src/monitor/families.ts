import type {
  StatusTransition,
  TransitionKind,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Changes that undo or repeat each other: an owner is told of each family at its own pace. */
export type Family =
  | 'seal'
  | 'leader'
  | 'pods'
  | 'certificate'
  | 'reach'
  | 'drift';

/** Which family a change belongs to. */
export const FAMILY_OF: Readonly<Record<TransitionKind, Family>> = {
  sealed: 'seal',
  unsealed: 'seal',
  'leader-changed': 'leader',
  'pod-lost': 'pods',
  'pod-back': 'pods',
  'certificate-expiring': 'certificate',
  'certificate-renewed': 'certificate',
  unreachable: 'reach',
  reachable: 'reach',
  drift: 'drift',
  'drift-resolved': 'drift',
};

/** How much of a hurry a change is for its owner. */
export function severityOf({
  kind,
  to,
}: StatusTransition): 'critical' | 'high' | 'normal' {
  switch (kind) {
    case 'sealed':
      return 'critical';
    case 'certificate-expiring':
      return Number(to) <= 1 ? 'critical' : 'high';
    case 'unreachable':
    case 'pod-lost':
      return 'high';
    default:
      return 'normal';
  }
}

/** A change in a few words for a person. */
export function headline({ kind, subject, to }: StatusTransition): string {
  switch (kind) {
    case 'sealed':
      return 'Vault is sealed';
    case 'unsealed':
      return 'Vault is unsealed again';
    case 'leader-changed':
      return `Vault is led by ${to}`;
    case 'pod-lost':
      return `The Vault pod ${subject} does not answer`;
    case 'pod-back':
      return `The Vault pod ${subject} answers again`;
    case 'certificate-expiring':
      return to === '0'
        ? 'The certificate of Vault is over'
        : `The certificate of Vault has less than ${to} day${
            to === '1' ? '' : 's'
          } left`;
    case 'certificate-renewed':
      return 'The certificate of Vault was renewed';
    case 'unreachable':
      return 'Vault cannot be reached';
    case 'reachable':
      return 'Vault can be reached again';
    case 'drift':
      return to === '1'
        ? 'One thing of Vault differs from its spec'
        : `${to} things of Vault differ from its spec`;
    case 'drift-resolved':
      return 'What differed of Vault is as its spec says again';
    default:
      return kind;
  }
}
