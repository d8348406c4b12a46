import path from 'node:path';
import { publishablePackages } from './publishable.mjs';
import { BIN, ROOT } from './paths.mjs';

/** Left out of the reports: what is said of every export of a package, and where in a file it stands. */
const OMITTED = [
  'ae-missing-release-tag',
  'ae-undocumented',
  'ae-wrong-input-file-type',
];

/**
 * The commands that write the API report of each publishable package, `report.api.md`, one after the other.
 *
 * @param {{check: boolean}} options - only compare with the reports that are there
 * @returns {[command: string, args: string[]][]}
 */
export function apiReportCommands({ check }) {
  return [
    [
      path.join(BIN, 'tsc'),
      ['-p', path.join(ROOT, 'scripts/tsconfig.declarations.json')],
    ],
    [
      path.join(BIN, 'backstage-repo-tools'),
      [
        'api-reports',
        ...publishablePackages().map(({ folder }) => folder),
        ...(check ? ['--ci'] : []),
        '--allow-all-warnings',
        ...['--omit-messages', OMITTED.join(',')],
      ],
    ],
  ];
}
