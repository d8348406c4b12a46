import { readFileSync } from 'node:fs';
import path from 'node:path';
import { STAND_IN_CHART } from '../helm/packChart';
import {
  recordRequests,
  type RequestRecorder,
} from '../kube/testing/recordRequests';
import {
  startTestCluster,
  type TestCluster,
} from '../kube/testing/testCluster';

jest.setTimeout(180_000);

const VALUES = path.join(__dirname, '../helm/fixtures/article-values.yaml');
const COMMANDS = {
  install: ['install', 'vault', STAND_IN_CHART, '--values', VALUES],
  status: ['status', 'vault'],
  upgrade: [
    ...['upgrade', '--install', 'vault', STAND_IN_CHART, '--values', VALUES],
    ...['--set', 'server.ha.replicas=1'],
  ],
  'get values': ['get', 'values', 'vault'],
  uninstall: ['uninstall', 'vault'],
} as const;

/** HTTP's methods by the verbs of the API server's own log. */
const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** A request with its status, and how often it was made. */
type Times = Map<string, number>;

/** The recording: under each command what it was the first to ask. */
function readRecording(): Record<string, Times> {
  const file = path.join(__dirname, 'fixtures/helm-4.1.4-requests.txt');
  const sections = readFileSync(file, 'utf8')
    .split(/^\[(.*)\]\n/m)
    .slice(1);
  const recording: Record<string, Times> = { 'get values': new Map() };
  for (let i = 0; i < sections.length; i += 2) {
    const lines = sections[i + 1].matchAll(/^(\d+)x (\w+) (.*)$/gm);
    recording[sections[i]] = new Map(
      [...lines].map(([, times, verb, rest]) => [
        `${METHODS[verb]} ${rest}`,
        Number(times),
      ]),
    );
  }
  return recording;
}

/** How often each was asked for, whatever the answer. */
function timesAsked(recording: Record<string, Times>): Times {
  const asked: Times = new Map();
  for (const [line, times] of Object.values(recording).flatMap(t => [...t])) {
    const [request] = line.split(' -> ');
    asked.set(request, (asked.get(request) ?? 0) + times);
  }
  return asked;
}

describe('the requests of helm', () => {
  let cluster: TestCluster;
  let recorder: RequestRecorder;
  const recorded = readRecording();
  const heard: Record<string, Times> = {};
  let isRecordedVersion = false;

  beforeAll(async () => {
    cluster = await startTestCluster();
    recorder = await recordRequests(cluster);
    await cluster.kubectl(['create', 'namespace', 'vault']);
  });

  afterAll(async () => {
    await recorder?.close();
    await cluster?.close();
  });

  function hear(command: string, lines: readonly string[]) {
    heard[command] = new Map();
    for (const line of lines.map(l => l.replace(/hash=[0-9A-F]+&/, ''))) {
      const first = Object.values(heard).find(times => times.has(line));
      const times = first ?? heard[command];
      times.set(line, (times.get(line) ?? 0) + 1);
    }
  }

  /**
   * All of it for the recorded version. Another one may look around differently before it acts and ask in other words, but
   * changes the same objects, in the same way, with the same answers.
   */
  function comparable(lines: Iterable<string>): string[] {
    const all = [...lines];
    return (
      isRecordedVersion
        ? all
        : all.filter(l => !l.startsWith('GET')).map(l => l.replace(/\?\S+/, ''))
    ).sort();
  }

  it('come from the version that was recorded, unless it is one of the machine', async () => {
    const { stdout } = await cluster.helm(['version', '--short']);
    isRecordedVersion = /^v4\.1\.4\b/.test(stdout);
    const cameAlong = path.isAbsolute(cluster.binaries.helm);
    expect(isRecordedVersion || !cameAlong).toBe(true);
  });

  it.each(Object.entries(COMMANDS))(
    'are answered as a real API server answered them: helm %s',
    async (command, args) => {
      const { code, stderr } = await cluster.helm([
        ...args,
        ...['--namespace', 'vault', '--kubeconfig', recorder.kubeconfig],
      ]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      hear(command, recorder.take());
      expect(comparable(heard[command].keys())).toEqual(
        comparable(recorded[command].keys()),
      );
    },
  );

  // Whatever the answer: the recorded server's index of OpenAPI documents changed once, and was sent again.
  it('are made as often', () => {
    const asked = timesAsked(recorded);
    expect(asked.size).toBe(100);
    if (isRecordedVersion) {
      // eslint-disable-next-line jest/no-conditional-expect
      expect(timesAsked(heard)).toEqual(asked);
    }
  });
});
