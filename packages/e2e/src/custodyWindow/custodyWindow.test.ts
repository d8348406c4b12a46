import {
  DynamoDBClient,
  GetItemCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import {
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { breakCall, mendCalls, pendingFaults } from '../faults/control';
import { startHarness, type Harness } from '../harness';
import { deployUntilKilled } from '../killed/deployUntilKilled';
import { letTimePass } from '../killed/loseKeys';
import { findSecrets, readCustody } from '../secrets';
import { until } from '../until';
import { windowCalls, type WindowCall } from './windowCalls';

jest.setTimeout(180 * 60_000);

/** All calls take an hour or two; by default the four at which least or most is lost. */
const ALL = process.env.FAULTS === 'all';

type Moment = 'before' | 'after';

const KINDS = { before: 'timeout', after: 'hold-response' } as const;

const changes = ({ operation }: WindowCall) =>
  !/^(Get|Describe)/i.test(operation);

/** Between two changes one read is like the other: a process that ends there leaves the same behind. */
const matters = (call: WindowCall, at: number, all: readonly WindowCall[]) =>
  changes(call) || at === 0 || changes(all[at - 1]);

const nameOf = ({ service, operation, skip }: WindowCall, moment: Moment) =>
  `${moment} ${service} ${operation} ${skip + 1}`;

describe('a deploy whose process ends between the mark in custody and the end of the root token', () => {
  let harness: Harness;
  let calls: readonly WindowCall[];
  let made = 0;

  /** A Vault that was never there. Endpoints, of which a VPC has one each, are left out. */
  const next = () => {
    made += 1;
    const name = `vault-${String(made).padStart(3, '0')}`;
    return harness.spec({
      namespace: name,
      release: name,
      replicas: 1,
      injector: { enabled: false },
      endpoints: { dynamodb: 'none', kms: 'none', sts: 'none' },
    });
  };

  const deploy = (spec: VaultClusterSpec, reinitialise?: string) =>
    harness.vaultEks.deploy(spec, {
      signal: new AbortController().signal,
      logger: harness.logger(),
      reinitialise,
    });

  const custodyOf = (spec: VaultClusterSpec) =>
    readCustody(vaultNames(spec).custodySecret);

  beforeAll(async () => {
    harness = await startHarness();
    calls = await windowCalls(harness.sandbox, () => deploy(next()));
  });

  afterAll(() => harness?.stop());

  /** Whether there is a Vault whose keys nobody holds, by what lies in its table and in the secrets. */
  async function areKeysLost(spec: VaultClusterSpec): Promise<boolean> {
    const { Item } = await new DynamoDBClient({})
      .send(
        new GetItemCommand({
          TableName: vaultNames(spec).table,
          Key: { Path: { S: 'core' }, Key: { S: 'keyring' } },
        }),
      )
      .catch(error => {
        // How often a deploy only looks differs, so that a read may be one from before there was a table.
        if (error instanceof ResourceNotFoundException) {
          return { Item: undefined };
        }
        throw error;
      });
    const { recoveryKeys = [] } = await custodyOf(spec);
    return Item !== undefined && recoveryKeys.length === 0;
  }

  async function endAt(
    spec: VaultClusterSpec,
    call: WindowCall,
    moment: Moment,
  ): Promise<string> {
    const { sandbox } = harness;
    let over = false;
    await breakCall(sandbox, { ...call, kind: KINDS[moment] });
    const struck = until(
      'the call at which the process ends',
      async () => {
        const left = over ? 0 : await pendingFaults(sandbox);
        return left === 0 ? true : undefined;
      },
      300_000,
    );
    const { output, signal } = await deployUntilKilled(harness, spec, struck);
    over = true;
    if (signal !== 'SIGKILL') {
      throw new Error(
        `The deploy ended before that call: ${output.slice(-2_000)}`,
      );
    }
    // A look for that call which failed has ended the process too, and at any moment.
    await struck;
    await mendCalls(sandbox);
    return output;
  }

  /** Ends a deploy at a call and runs it again; tells whether the keys were lost on the way. */
  async function goOnAfter(call: WindowCall, moment: Moment): Promise<boolean> {
    const spec = next();
    const { table } = vaultNames(spec);
    const output = await endAt(spec, call, moment);
    const lost = await areKeysLost(spec);
    if (lost) {
      await expect(deploy(spec)).rejects.toThrow(
        `Vault ${spec.namespace}/${spec.release} is initialised, but its recovery keys never reached secret`,
      );
      await letTimePass(spec);
    }
    const report = await deploy(spec, lost ? table : undefined);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const { state, recoveryKeys = [], rootToken } = await custodyOf(spec);
    expect([state, recoveryKeys.length, rootToken]).toEqual([
      'initialised',
      5,
      undefined,
    ]);
    expect((await deploy(spec)).changed).toBe(false);
    const said = [output, ...harness.lines].join('\n');
    expect(findSecrets(said, recoveryKeys)).toEqual([]);
    return lost;
  }

  const callNamed = (operation: string, nth = 0) => {
    const found = calls.filter(call => call.operation === operation).at(nth);
    if (!found) {
      throw new Error(`The deploy makes no ${operation} ${nth}`);
    }
    return found;
  };

  it('makes the calls that it is known to make', () => {
    expect(calls.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining([
        'PutSecretValue',
        'CreateSecret',
        'PUT sys/init',
        'PUT sys/audit/file',
        'POST auth/token/revoke-self',
        'DeleteSecret',
      ]),
    );
  });

  it.each<[string, number, Moment, 'lost' | 'kept']>([
    ['PUT sys/init', 0, 'before', 'kept'],
    ['PUT sys/init', 0, 'after', 'lost'],
    // The first is the mark, the second brings the keys to where they are kept for now.
    ['PutSecretValue', 1, 'after', 'kept'],
    // The last one: administrators' tokens of the proof are revoked before.
    ['POST auth/token/revoke-self', -1, 'after', 'kept'],
  ])('goes on: %s %i, %s', async (operation, nth, moment, end) => {
    const lost = await goOnAfter(callNamed(operation, nth), moment);
    expect(lost ? 'lost' : 'kept').toBe(end);
  });

  (ALL ? describe : describe.skip)('at every call', () => {
    it('goes on', async () => {
      const wrong: string[] = [];
      for (const call of calls.filter(matters)) {
        for (const moment of ['before', 'after'] as const) {
          try {
            await goOnAfter(call, moment);
          } catch (error) {
            wrong.push(`${nameOf(call, moment)}: ${error}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  });
});
