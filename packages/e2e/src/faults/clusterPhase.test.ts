import { ClusterProving, type ClusterCall } from './ClusterProving';
import { clusterState } from './clusterState';
import { breakCall, mendCalls, pendingFaults } from './control';

jest.setTimeout(120 * 60_000);

/**
 * By default each kind of call goes wrong once, in one of several ways, all of them in one Vault. With FAULTS=all each
 * meets each kind of fault, in a Vault of its own, and the process ends at each change; that takes hours.
 */
const ALL = process.env.FAULTS === 'all';

/** A test secret has a name of its own each time, and is not written again. */
const OWN_NAMES = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** A run is over at the first call that does not pass by itself, so that as many are needed as there are such calls. */
const MOST_RUNS = 60;

const reads = ({ service, operation }: ClusterCall) =>
  service === 'vault'
    ? /^(GET|LIST|HEAD)/.test(operation)
    : /^(get|list|watch)/.test(operation);

/** A helm that ends without a word on its release is given a minute by the next run; by default nobody waits for that. */
const leavesHelmPending = ({ operation }: ClusterCall) =>
  /^(create|update) secrets$/.test(operation);

/** What helm makes: it creates, where the product itself applies. */
const isOfHelm = (call: ClusterCall) =>
  call.service === 'kubernetes' &&
  /^(create|update) (?!pods|certificatesigningrequests|serviceaccounts\/)/.test(
    call.operation,
  );

/** `create selfsubjectaccessreviews` and the like change nothing. */
const changes = (call: ClusterCall) =>
  !reads(call) && !/reviews|portforward|exec/.test(call.operation);

/** How a call can go wrong that comes again by itself, or with the next run. */
function faultsOf(call: ClusterCall): readonly string[] {
  const common = ['unavailable', 'server-error', 'drop', 'drop-response'];
  if (call.service === 'vault') {
    return [...common, 'no-leader'];
  }
  if (/exec|portforward/.test(call.operation)) {
    return ['unavailable', 'drop'];
  }
  return [
    ...common,
    'throttle',
    ...(call.operation.startsWith('list') ? ['expired'] : []),
    ...(reads(call) ? [] : ['conflict']),
  ];
}

describe('the cluster phases', () => {
  const proving = new ClusterProving();
  let undisturbed: unknown;
  let calls: readonly ClusterCall[];

  beforeAll(async () => {
    const spec = await proving.next();
    const every = await proving.callsOf(() => proving.deploy(spec));
    calls = every.filter(({ operation }) => !OWN_NAMES.test(operation));
    undisturbed = await clusterState(proving.harness.sandbox, spec);
  });

  afterAll(() => proving.stop());

  type Spec = Awaited<ReturnType<ClusterProving['next']>>;

  async function expectUndisturbed(spec: Spec) {
    const { sandbox } = proving.harness;
    await mendCalls(sandbox);
    const again = await proving.deploy(spec);
    expect(again.changed).toBe(false);
    expect(again.claims.filter(claim => !claim.passed)).toEqual([]);
    expect(await clusterState(sandbox, spec)).toEqual(undisturbed);
  }

  it('make enough calls to be worth this', () => {
    const operations = calls.map(call => call.operation);
    expect(operations).toEqual(
      expect.arrayContaining([
        'create certificatesigningrequests',
        'update certificatesigningrequests/approval',
        'create statefulsets',
        'create pods/portforward',
        'PUT sys/init',
      ]),
    );
    expect(operations.length).toBeGreaterThan(40);
  });

  it('are done in the end, and nothing twice, when each kind of call goes wrong once', async () => {
    const spec = await proving.next();
    const { sandbox } = proving.harness;
    for (const [i, call] of calls.entries()) {
      // Its keys would be lost with the answer; that has tests of its own.
      if (
        call.operation !== 'PUT sys/init' &&
        (ALL || !leavesHelmPending(call))
      ) {
        const kinds = faultsOf(call);
        await breakCall(sandbox, { ...call, kind: kinds[i % kinds.length] });
      }
    }

    const ends = await proving.deployUntilDone(spec, MOST_RUNS);

    // What a run needed that had to make everything, and one that finds it need not.
    expect(await pendingFaults(sandbox)).toBeLessThan(calls.length / 10);
    expect(ends.filter(end => !/Kubernetes|Vault|helm/i.test(end))).toEqual([]);
    await expectUndisturbed(spec);
  });

  it.each([
    ['before', 'timeout'],
    ['after', 'hold-response'],
  ])('go on where a process ended %s the effect of a call', async (_, kind) => {
    const spec = await proving.next();
    const { sandbox } = proving.harness;
    const among = calls
      .filter(changes)
      .filter(({ operation }) => operation !== 'PUT sys/init')
      .filter((call, i) => ALL || (i % 5 === 0 && !isOfHelm(call)));
    const passed: string[] = [];
    for (const call of among) {
      await breakCall(sandbox, { ...call, kind });
      if ((await proving.deployUntilStruck(spec)) === 'done') {
        passed.push(call.operation);
      }
      await mendCalls(sandbox);
    }

    // What a run after an earlier end did not have to do again.
    expect(passed.length).toBeLessThan(among.length);
    await proving.deploy(spec);
    await expectUndisturbed(spec);
  });

  it('are done in the end when one call meets one fault', async () => {
    const wrong: string[] = [];
    const among = calls.filter(changes).filter((_, i) => ALL || i % 40 === 20);
    for (const call of among) {
      for (const kind of faultsOf(call).slice(0, ALL ? undefined : 1)) {
        const spec = await proving.next();
        await breakCall(proving.harness.sandbox, { ...call, kind });
        try {
          await proving.deployUntilDone(spec, 3);
          await expectUndisturbed(spec);
        } catch (error) {
          wrong.push(`${kind}: ${call.operation}: ${error}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
