/** Something that AWS did not tell. */
export interface NotTold {
  readonly state: 'unknown';
  /** In words for a person. */
  readonly reason: string;
  /** The right that the portal's AWS identity lacks, as IAM names it, where that is the reason. */
  readonly missingRight?: string;
}

/** A switch of AWS. */
export interface OnOrOff {
  readonly state: 'on' | 'off';
}

/** What protects the table that holds all of Vault's data. */
export interface TableProtections {
  readonly deletionProtection: OnOrOff | NotTold;
  /** Continuous backups, and how many days back they reach. */
  readonly pointInTimeRecovery:
    | (OnOrOff & { readonly windowDays?: number })
    | NotTold;
  /** Whose key encrypts the table at rest; a table without encryption does not exist. */
  readonly encryption:
    | { readonly state: 'aws-owned' | 'aws-managed' | 'customer-key' }
    | NotTold;
}

/** The state of a KMS key, as KMS names it. */
export type KmsKeyState =
  | 'Creating'
  | 'Disabled'
  | 'Enabled'
  | 'PendingDeletion'
  | 'PendingImport'
  | 'PendingReplicaDeletion'
  | 'Unavailable'
  | 'Updating';

/** What protects the key without which Vault can never be unsealed again. */
export interface KeyProtections {
  /** ARN of the key itself, also where Vault's configuration names an alias. */
  readonly arn?: string;
  readonly usable:
    | {
        readonly state: KmsKeyState;
        /** ISO time of the end of a key that is `PendingDeletion`. */
        readonly deletionDate?: string;
      }
    | NotTold;
  /** `manual`: KMS does not rotate the material of such a key by itself. */
  readonly rotation:
    | (OnOrOff & { readonly periodDays?: number })
    | { readonly state: 'manual' }
    | NotTold;
}

/** Protections as AWS tells them; a side that Vault's configuration does not name is left out. */
export interface ClusterProtections {
  readonly table?: TableProtections;
  readonly key?: KeyProtections;
}
