import { benchCluster } from './clusterBench';

async function run() {
  try {
    await benchCluster();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  }
}

run();
