import { z } from 'zod/v3';

/** The parts of the spec that are judged together. */
interface Choices {
  readonly replicas: number;
  readonly seal: { readonly key: string; readonly keyId?: string };
  readonly storage: { readonly encryptionKey?: string };
  readonly ui: {
    readonly exposure: string;
    readonly sourceRanges: readonly string[];
    readonly hostname?: string;
  };
  readonly custody: {
    readonly kmsKeyId?: string;
    readonly recoveryShares: number;
    readonly recoveryThreshold: number;
  };
}

/** Refuses combinations of values that are each well-formed but cannot work together. */
export function refuseContradictions(spec: Choices, ctx: z.RefinementCtx) {
  const refuse = (path: (string | number)[], message: string) =>
    ctx.addIssue({ code: z.ZodIssueCode.custom, path, message });

  if (spec.seal.key === 'existing' && !spec.seal.keyId) {
    refuse(
      ['seal', 'keyId'],
      'seal.keyId: name the existing KMS key, or choose seal.key: create',
    );
  }
  if (spec.seal.key === 'create' && spec.seal.keyId) {
    refuse(
      ['seal', 'keyId'],
      'seal.keyId: leave it out, or choose seal.key: existing',
    );
  }
  if (spec.seal.keyId && spec.seal.keyId === spec.storage.encryptionKey) {
    refuse(
      ['storage', 'encryptionKey'],
      'storage.encryptionKey: the seal key must not encrypt the table too; name another key',
    );
  }
  if (spec.seal.keyId && spec.seal.keyId === spec.custody.kmsKeyId) {
    refuse(
      ['custody', 'kmsKeyId'],
      'custody.kmsKeyId: the seal key must not protect the recovery keys; name another key',
    );
  }
  if (spec.custody.recoveryThreshold > spec.custody.recoveryShares) {
    refuse(
      ['custody', 'recoveryThreshold'],
      `custody.recoveryThreshold: ${spec.custody.recoveryThreshold} of ${spec.custody.recoveryShares} shares can never be met; use at most ${spec.custody.recoveryShares}`,
    );
  }
  if (spec.custody.recoveryShares > 1 && spec.custody.recoveryThreshold === 1) {
    refuse(
      ['custody', 'recoveryThreshold'],
      'custody.recoveryThreshold: with several shares Vault wants a threshold of at least 2',
    );
  }
  if (
    spec.ui.exposure === 'internet-facing' &&
    spec.ui.sourceRanges.length === 0
  ) {
    refuse(
      ['ui', 'sourceRanges'],
      'ui.sourceRanges: an internet-facing UI needs the ranges that may reach it',
    );
  }
  if (
    spec.ui.exposure === 'internet-facing' &&
    spec.ui.sourceRanges.includes('0.0.0.0/0')
  ) {
    refuse(
      ['ui', 'sourceRanges'],
      'ui.sourceRanges: 0.0.0.0/0 opens Vault to everyone; name the ranges that need it',
    );
  }
  if (spec.ui.exposure === 'none' && spec.ui.sourceRanges.length > 0) {
    refuse(
      ['ui', 'sourceRanges'],
      'ui.sourceRanges: there is no load balancer to guard; choose an exposure or leave the ranges out',
    );
  }
}
