import { benchAws } from './awsBench';
import { benchDeploy } from './deployBench';
import { createDeployedVault } from './deployedVault';
import { benchMonitor } from './monitorBench';
import { benchPlan } from './planBench';
import { benchRoll } from './rollBench';
import { benchSize } from './size/sizeBench';
import { benchStatus } from './statusBench';
import { benchTail } from './tail/tailBench';

const deployed = createDeployedVault();

/** By the words that select them, in the order in which they run. */
const BENCHES: ReadonlyMap<string, () => Promise<void>> = new Map([
  ['aws', benchAws],
  ['deploy', async () => benchDeploy(await deployed.get())],
  ['plan', async () => benchPlan(await deployed.get())],
  ['status', async () => benchStatus(await deployed.get())],
  ['tail', benchTail],
  ['monitor', benchMonitor],
  ['size', benchSize],
  ['roll', benchRoll],
]);

async function run(words: readonly string[]) {
  const known = [...BENCHES.keys()];
  const unknown = words.filter(word => !BENCHES.has(word));
  if (unknown.length > 0) {
    throw new Error(
      `There is no bench ${unknown.join(', ')}; there are ${known.join(', ')}`,
    );
  }
  for (const [word, bench] of BENCHES) {
    if (words.length === 0 || words.includes(word)) {
      await bench();
    }
  }
}

run(process.argv.slice(2))
  .finally(() => deployed.stop())
  .then(
    () => process.exit(0),
    error => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
