import { benchMonitor } from '/work/main/bench/monitorBench';
benchMonitor().then(() => process.exit(0), e => { console.error(e); process.exit(1); });
