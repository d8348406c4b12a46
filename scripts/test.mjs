// npm test: installs what is missing, then every check that needs no cloud.
// npm test -- lint types api unit browser   runs only those; further words go to jest after a "--".
import { install } from './lib/install.mjs';
import { Mendable, main, say } from './lib/progress.mjs';
import { requirePrograms } from './lib/programs.mjs';

const ORDER = ['format', 'lint', 'types', 'api', 'unit', 'browser'];

await main(async () => {
  const words = process.argv.slice(2);
  const cut = words.indexOf('--');
  const chosen = cut < 0 ? words : words.slice(0, cut);
  const forJest = cut < 0 ? [] : words.slice(cut + 1);
  const unknown = chosen.filter(word => !ORDER.includes(word));
  if (unknown.length) {
    throw new Mendable(
      `There is no check named ${unknown.join(', ')}: use ${ORDER.join(', ')}.`,
    );
  }
  requirePrograms('helm', 'kubectl');
  await install();
  const checks = await import('./lib/checks.mjs');
  const runs = {
    format: checks.format,
    lint: checks.lint,
    types: checks.types,
    api: checks.api,
    unit: () => checks.jest(forJest),
    browser: checks.browser,
  };
  const results = [];
  for (const name of ORDER.filter(
    check => !chosen.length || chosen.includes(check),
  )) {
    try {
      results.push(await runs[name]());
    } catch (error) {
      process.stderr.write(`${error.stack ?? error}\n`);
      results.push({ name, passed: 0, failed: 1 });
    }
  }
  process.stdout.write('\n');
  for (const { name, passed, failed, skipped } of results) {
    say(
      `${name}: ${passed} passed, ${failed} failed${
        skipped ? `, ${skipped} skipped` : ''
      }`,
    );
  }
  const sum = key =>
    results.reduce((total, result) => total + (result[key] ?? 0), 0);
  const skipped = sum('skipped');
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
  if (skipped) {
    say(`Skipped: ${skipped}`);
  }
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
});
