import type {
  DriftReport,
  Finding,
  PlanStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isError } from '@backstage/errors';
import { isDrift } from '@vault-eks/backstage-plugin-vault-eks-node';
import { publicReason } from '../../http/publicError';
import type { Thing } from './things';

/** What a look came to: what differs and what could not be compared, or why nothing could. */
export type Comparison =
  | {
      readonly differs: readonly Thing[];
      readonly notCompared: readonly Thing[];
      readonly problem?: undefined;
    }
  | { readonly problem: string };

const NOT_ALLOWED = "the portal's own credentials do not allow it";
const NOT_REACHED = 'it could not be reached';
const SPEC_UNUSABLE =
  'its spec cannot be used; register it again with one that can';
const NOT_COMPARED = 'it could not be compared';

/** By the id of a finding that kept things from being looked at: what a person in front of a browser may know of it. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'aws-credentials': NOT_ALLOWED,
  'aws-denied': NOT_ALLOWED,
  'aws-unreachable': NOT_REACHED,
  'cluster-not-found': 'the cluster is not there',
  'kubernetes-rights-missing': NOT_ALLOWED,
  'kubernetes-unauthorized': NOT_ALLOWED,
  'kubernetes-unreachable': NOT_REACHED,
  'not-allowed-here': 'its account or region may not be touched',
  'spec-does-not-fit': 'what its spec names does not fit the cluster',
};

/** What was left out, or could not be looked at, was not compared. */
const wasCompared = ({ reason, notLookedAt }: PlanStep) =>
  reason === undefined && notLookedAt === undefined;

const thing = ({ id, title }: PlanStep): Thing => ({ id, title });

function problemOf(findings: readonly Finding[]): string {
  const known = findings.find(({ id }) => PROBLEMS[id] !== undefined);
  return known ? PROBLEMS[known.id] : NOT_COMPARED;
}

/** Takes apart what the engine has seen. */
export function comparisonOf({ steps, findings }: DriftReport): Comparison {
  // What only runs has no state to compare.
  const looked = steps.filter(({ verb }) => verb !== 'run');
  if (looked.length === 0) {
    return { problem: problemOf(findings) };
  }
  return {
    differs: looked.filter(wasCompared).filter(isDrift).map(thing),
    notCompared: looked.filter(step => !wasCompared(step)).map(thing),
  };
}

/** Why there was no report. */
export function failedComparison(error: unknown): Comparison {
  return {
    problem:
      isError(error) && error.name === 'InputError'
        ? SPEC_UNUSABLE
        : publicReason(error) ?? NOT_COMPARED,
  };
}
