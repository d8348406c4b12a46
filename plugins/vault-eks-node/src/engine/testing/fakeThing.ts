import type { Change, ManagedResource, Removal } from '../ManagedResource';

/** A world of named values that fake things live in. */
export class FakeWorld {
  readonly things = new Map<string, string>();
  /** Every call in order, such as `create a`. */
  readonly calls: string[] = [];
  /** Set to make a call such as `create b` fail once. */
  failOn?: string;
  /** Awaited inside every create. */
  onCreate: (name: string) => Promise<void> = async () => {};

  record(call: string) {
    this.calls.push(call);
    if (this.failOn === call) {
      this.failOn = undefined;
      throw new Error(`${call} was told to fail`);
    }
  }

  get writes() {
    return this.calls.filter(call => !call.startsWith('observe'));
  }
}

export interface FakeThingOptions {
  readonly world: FakeWorld;
  readonly name: string;
  readonly wanted?: string;
  readonly foreign?: 'adopt' | 'refuse';
  readonly retain?: string;
  readonly predictable?: boolean;
  readonly removal?: Removal;
}

export function fakeThing(
  options: FakeThingOptions,
): ManagedResource<string, string> {
  const { world, name, wanted = 'v1', foreign, removal } = options;
  return {
    title: `thing ${name}`,
    retain: options.retain,
    async observe() {
      world.record(`observe ${name}`);
      return world.things.get(name);
    },
    diff(observed): readonly Change[] {
      if (foreign === 'refuse') {
        return [
          { field: 'owner', from: 'theirs', refusal: `name ${name} to use it` },
        ];
      }
      if (foreign === 'adopt' || observed === wanted) {
        return [];
      }
      const pending = observed === 'CREATING';
      return [{ field: 'value', from: observed, to: wanted, pending }];
    },
    async create() {
      world.record(`create ${name}`);
      await world.onCreate(name);
      world.things.set(name, wanted);
    },
    async update() {
      world.record(`update ${name}`);
      world.things.set(name, wanted);
    },
    async delete() {
      world.record(`delete ${name}`);
      world.things.delete(name);
    },
    output: observed => `${name}=${observed}`,
    ...(options.predictable ? { predict: () => `${name}=${wanted}` } : {}),
    ...(removal ? { removal: async () => removal } : {}),
    ...(foreign === 'adopt' ? { adopted: () => true } : {}),
  };
}
