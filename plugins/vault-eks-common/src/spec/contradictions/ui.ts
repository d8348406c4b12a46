import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface UiChoices {
  readonly exposure: string;
  readonly sourceRanges: readonly string[];
}

/** A load balancer is guarded, and what is not there needs no guard. */
export function refuseInUi(
  { exposure, sourceRanges }: UiChoices,
  refuse: Refuse,
) {
  const path = ['ui', 'sourceRanges'];
  if (exposure === 'internet-facing' && sourceRanges.length === 0) {
    refuse(
      path,
      'ui.sourceRanges: an internet-facing UI needs the ranges that may reach it',
    );
  }
  if (exposure === 'internet-facing' && sourceRanges.includes('0.0.0.0/0')) {
    refuse(
      path,
      'ui.sourceRanges: 0.0.0.0/0 opens Vault to everyone; name the ranges that need it',
    );
  }
  if (exposure === 'none' && sourceRanges.length > 0) {
    refuse(
      path,
      'ui.sourceRanges: there is no load balancer to guard; choose an exposure or leave the ranges out',
    );
  }
}
