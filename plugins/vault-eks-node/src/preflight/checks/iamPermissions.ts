import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isAwsError, isDenied } from '../../connections/aws';
import { exactArn, principalOf } from '../caller/Principal';
import { Simulated, simulatePermissions } from '../caller/simulatePermissions';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';
import { requiredPermissions } from '../permissions/requiredPermissions';

const POLICY = 'docs/permissions/deploy-policy.json';

const unknown = ({ aws }: PreflightContext, why: string): Finding => ({
  id: 'iam-permissions-unknown',
  severity: 'info',
  what: `Whether ${aws.callerArn} may do on AWS all that the deploy does is unknown.`,
  why,
  fix: `Compare its policies with ${POLICY}, or allow it iam:SimulatePrincipalPolicy and iam:GetRole on itself.`,
});

const namesOf = (results: readonly Simulated[], decision: string) =>
  [
    ...new Set(
      results
        .filter(result => result.decision === decision)
        .map(({ action }) => action),
    ),
  ].sort();

function findingsOf(
  { aws }: PreflightContext,
  results: readonly Simulated[],
): Finding[] {
  const denied = namesOf(results, 'denied');
  const unsure = namesOf(results, 'unsure');
  return [
    ...(denied.length > 0
      ? [
          {
            id: 'iam-permissions-missing',
            // What is there already need not be made: a smaller policy may do.
            severity: 'warning' as const,
            what: `By its policies ${aws.callerArn} may not: ${denied.join(
              ', ',
            )}.`,
            why: 'The deploy stops where it needs one of these.',
            fix: `Allow them (${POLICY}), for the names in the form too.`,
          },
        ]
      : []),
    ...(unsure.length > 0
      ? [
          {
            id: 'iam-permissions-unsure',
            severity: 'info' as const,
            what: `Whether ${
              aws.callerArn
            } may do these depends on conditions of its policies: ${unsure.join(
              ', ',
            )}.`,
            why: 'They ask for something that only the real call has.',
            fix: `Compare the conditions with ${POLICY} when the deploy stops there.`,
          },
        ]
      : []),
  ];
}

/** The caller may do on AWS what the deploy does, as far as its own policies tell. */
export const iamPermissions: PreflightCheck = {
  subject: "the caller's rights on AWS",
  asks: 'aws',
  optional: true,
  async run(ctx) {
    const principal = principalOf(ctx.aws.callerArn);
    if (principal.kind === 'root' || principal.kind === 'federated') {
      return [
        unknown(
          ctx,
          'IAM simulates the policies of users and roles only, not those of the root user or a federated session.',
        ),
      ];
    }
    const source = (await exactArn(ctx, principal)) ?? principal.arn;
    try {
      const needed = requiredPermissions(ctx).filter(
        ({ use }) => use === 'deploy',
      );
      return findingsOf(ctx, await simulatePermissions(ctx, source, needed));
    } catch (error) {
      ctx.signal.throwIfAborted();
      if (isDenied(error)) {
        return [unknown(ctx, 'It may not iam:SimulatePrincipalPolicy.')];
      }
      if (isAwsError(error, 'NoSuchEntity', 'NoSuchEntityException')) {
        return [
          unknown(
            ctx,
            `IAM knows no ${source}; a role with a path is found by iam:GetRole only.`,
          ),
        ];
      }
      throw error;
    }
  },
};
