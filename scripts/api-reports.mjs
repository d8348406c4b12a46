// npm run api: writes report.api.md of every publishable package, which npm test compares with the code.
import { spawnSync } from 'node:child_process';
import { apiReportCommands } from './lib/apiReports.mjs';
import { install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { Mendable, main } from './lib/progress.mjs';

await main(async () => {
  await install();
  for (const [command, args] of apiReportCommands({ check: false })) {
    const { status } = spawnSync(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (status !== 0) {
      throw new Mendable('The API reports could not be written.');
    }
  }
});
