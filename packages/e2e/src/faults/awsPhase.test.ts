import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  DefaultVaultEks,
  provisionPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { awsState } from './awsState';
import { clearSharedThings } from './clearSharedThings';
import { beLate, breakCall, callsSince, mendCalls } from './control';

jest.setTimeout(20 * 60_000);

/** A call of the AWS phase: which, and the how-manieth of its kind. */
interface PhaseCall {
  readonly service: string;
  readonly operation: string;
  readonly skip: number;
}

/**
 * Each operation once by default; with FAULTS=all every call of every operation, which takes a quarter of an hour. Calls
 * of one operation differ in what was read before, hardly in how they are made.
 */
const ALL = process.env.FAULTS === 'all';

const changes = ({ operation }: PhaseCall) =>
  !/^(Describe|Get|List|Simulate)/.test(operation);

/** More Vaults than this in one account make it slow to find a key by its tag. */
const VAULTS_A_SANDBOX = 20;

const SETTLE = { timeoutMs: 30_000, firstDelayMs: 20, maxDelayMs: 200 };

/** The sandbox under test, and Vaults in it that follow each other. */
class Proving {
  #harness: Harness | undefined;
  #made = 0;

  async sandbox() {
    if (this.#harness && this.#made % VAULTS_A_SANDBOX === 0) {
      await this.stop();
    }
    this.#harness ??= await startHarness();
    return this.#harness;
  }

  /** A Vault that was never there, in an account without endpoints and OIDC provider. */
  async next(): Promise<{ harness: Harness; spec: VaultClusterSpec }> {
    const harness = await this.sandbox();
    await mendCalls(harness.sandbox);
    await clearSharedThings();
    this.#made += 1;
    const release = `vault-${String(this.#made).padStart(4, '0')}`;
    return { harness, spec: harness.spec({ release }) };
  }

  async stop() {
    await this.#harness?.stop();
    this.#harness = undefined;
  }
}

/** A run of the AWS phase in a product of its own, as after a restart. */
async function provision(
  harness: Harness,
  spec: VaultClusterSpec,
  options: {
    readonly signal?: AbortSignal;
    readonly maxAttempts?: number;
    readonly requestTimeoutMs?: number;
  } = {},
) {
  const { signal = new AbortController().signal, ...patience } = options;
  const vaultEks = DefaultVaultEks.create({
    config: harness.config,
    logger: harness.logger(),
    settle: SETTLE,
    patience,
  });
  try {
    return await vaultEks.ensure(spec, {
      part: provisionPart,
      signal,
      logger: harness.logger(),
    });
  } finally {
    await vaultEks.close();
  }
}

describe('the AWS phase', () => {
  const proving = new Proving();
  let undisturbed: unknown;
  let calls: readonly PhaseCall[];

  beforeAll(async () => {
    const { harness, spec } = await proving.next();
    const { last } = await callsSince(harness.sandbox);
    await provision(harness, spec);
    const made = await callsSince(harness.sandbox, last);
    const seen = new Map<string, number>();
    const every = made.calls.map(({ service, operation }) => {
      const key = `${service} ${operation}`;
      const skip = seen.get(key) ?? 0;
      seen.set(key, skip + 1);
      return { service, operation, skip };
    });
    calls = every.filter(call => ALL || changes(call) || call.skip === 0);
    undisturbed = await awsState(spec);
  });

  afterAll(() => proving.stop());

  const nameOf = ({ service, operation, skip }: PhaseCall, how: string) =>
    `${how}: ${service} ${operation} ${skip + 1}`;

  /** One Vault for each call, with that call going wrong; tells which did not end as an undisturbed run does. */
  async function wrongAfter(
    how: string,
    run: (harness: Harness, spec: VaultClusterSpec, call: PhaseCall) => unknown,
    among: (call: PhaseCall) => boolean = () => true,
  ) {
    const wrong: string[] = [];
    for (const call of calls.filter(among)) {
      const { harness, spec } = await proving.next();
      try {
        await run(harness, spec, call);
        await mendCalls(harness.sandbox);
        expect(await awsState(spec)).toEqual(undisturbed);
        expect((await provision(harness, spec)).changed).toBe(false);
      } catch (error) {
        wrong.push(`${nameOf(call, how)}: ${error}`);
      }
    }
    return wrong;
  }

  it('makes enough calls to be worth this', () => {
    expect(calls.length).toBeGreaterThan(30);
    expect(new Set(calls.map(call => call.service))).toEqual(
      new Set([
        'dynamodb',
        'ec2',
        'eks',
        'iam',
        'kms',
        'secretsmanager',
        'sts',
      ]),
    );
  });

  it.each(['server-error', 'unavailable', 'drop'])(
    'goes on by itself when any call meets %s',
    async kind => {
      const wrong = await wrongAfter(kind, async (harness, spec, call) => {
        await breakCall(harness.sandbox, { ...call, kind });
        await provision(harness, spec);
      });
      expect(wrong).toEqual([]);
    },
  );

  it('goes on by itself, if slowly, when calls are throttled', async () => {
    const wrong = await wrongAfter(
      'throttle',
      async (harness, spec, call) => {
        await breakCall(harness.sandbox, { ...call, kind: 'throttle' });
        await provision(harness, spec);
      },
      // Each takes seconds: a throttled client asks less often from then on.
      call => ALL || changes(call),
    );
    expect(wrong).toEqual([]);
  });

  it('makes nothing twice when any call has its effect and no answer', async () => {
    const kind = 'drop-response';
    const wrong = await wrongAfter(kind, async (harness, spec, call) => {
      await breakCall(harness.sandbox, { ...call, kind });
      await provision(harness, spec);
    });
    expect(wrong).toEqual([]);
  });

  it('does not wait for ever for an answer', async () => {
    const kind = 'timeout';
    const wrong = await wrongAfter(
      kind,
      async (harness, spec, call) => {
        await breakCall(harness.sandbox, { ...call, kind });
        await provision(harness, spec, { requestTimeoutMs: 2_000 });
      },
      // Each takes that long.
      call => ALL || changes(call) || call.service === 'sts',
    );
    expect(wrong).toEqual([]);
  });

  it.each(['drop', 'drop-response'])(
    'is finished by the next run when the process ends at any call: %s',
    async kind => {
      const wrong = await wrongAfter(
        `ended, ${kind}`,
        async (harness, spec, call) => {
          await breakCall(harness.sandbox, { ...call, kind });
          // With one try the call that fails is the last thing that this run does.
          await provision(harness, spec, { maxAttempts: 1 }).catch(
            () => undefined,
          );
          await mendCalls(harness.sandbox);
          await provision(harness, spec);
        },
      );
      expect(wrong).toEqual([]);
    },
  );

  it('waits for what AWS shows late', async () => {
    const { harness, spec } = await proving.next();
    await beLate(harness.sandbox, { dynamodb: 1, ec2: 1, iam: 1, kms: 1 });
    await provision(harness, spec);
    await beLate(harness.sandbox, {});
    expect(await awsState(spec)).toEqual(undisturbed);
  });

  it('names service, call, thing and fix when it gives up', async () => {
    const kinds = new Map(
      calls.map(call => [`${call.service} ${call.operation}`, call]),
    );
    const wrong: string[] = [];
    for (const { service, operation } of kinds.values()) {
      const { harness, spec } = await proving.next();
      const said = harness.lines.length;
      await breakCall(harness.sandbox, {
        ...{ service, operation, kind: 'throttle', count: 1000 },
      });
      // What only preflight asks may stay unknown: the run goes on, and says so.
      const end = await provision(harness, spec, { maxAttempts: 1 }).then(
        () => harness.lines.slice(said).join('\n'),
        error => String(error),
      );
      if (!end.includes(operation) || !/run again/.test(end)) {
        wrong.push(`${service} ${operation}: ${end}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
