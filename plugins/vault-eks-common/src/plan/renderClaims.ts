import { isFailure, VerifiedClaim } from './VerifiedClaim';

const verdictOf = (claim: VerifiedClaim) => {
  if (claim.passed) {
    return 'pass';
  }
  return isFailure(claim) ? 'FAIL' : 'warn';
};

/** The claims as lines for a log: one each, and below one that does not hold what to do. */
export function renderClaims(claims: readonly VerifiedClaim[]): string[] {
  return claims.flatMap(claim => {
    const { detail, fix, passed } = claim;
    const seen = detail ? ` (${detail})` : '';
    return [
      `${verdictOf(claim)}  ${claim.claim}${seen}`,
      ...(fix && !passed ? [`      Fix: ${fix}`] : []),
    ];
  });
}

/** How many claims hold, in a sentence. */
export function summariseClaims(claims: readonly VerifiedClaim[]): string {
  const failed = claims.filter(isFailure).length;
  const held = claims.filter(({ passed }) => passed).length;
  const warned = claims.length - held - failed;
  const rest = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warned > 0 ? [`${warned} to be looked at`] : []),
  ];
  return rest.length === 0
    ? `All ${claims.length} claims hold.`
    : `${held} of ${claims.length} claims hold, ${rest.join(', ')}.`;
}

/** Text in a cell of a table: what Markdown would read otherwise is escaped, so that nothing that was seen is markup. */
const cell = (text: string) =>
  text
    .replace(/[\\`*_{}[\]<>|~#]/g, character => `\\${character}`)
    .replace(/\s*\n\s*/g, ' ');

const MARKS = { pass: '✔ pass', FAIL: '✘ **FAIL**', warn: '⚠ warn' } as const;

/** The claims as Markdown: a sentence, a table, and what to do about those that do not hold. */
export function renderClaimsMarkdown(claims: readonly VerifiedClaim[]): string {
  const fixes = claims.filter(({ passed, fix }) => !passed && fix);
  return [
    summariseClaims(claims),
    '',
    '| | Claim | Seen |',
    '| --- | --- | --- |',
    ...claims.map(
      claim =>
        `| ${MARKS[verdictOf(claim)]} | ${cell(claim.claim)} | ${cell(
          claim.detail ?? '',
        )} |`,
    ),
    ...(fixes.length > 0
      ? [
          '',
          '**What to do**',
          '',
          ...fixes.map(
            ({ claim, fix }) => `- ${cell(claim)}: ${cell(fix ?? '')}`,
          ),
        ]
      : []),
    '',
  ].join('\n');
}
