import type { RecordedCall } from '../aws/Faults';

/** More than a deploy with three Vaults on it makes in an hour. */
const KEPT = 50_000;

/** Which calls are wanted; what is left out matches all. */
export interface CallFilter {
  readonly service?: string;
  readonly operation?: string;
  readonly principal?: string;
}

/** A call with its place in the order of all calls, counted from 1. */
export interface NumberedCall extends RecordedCall {
  readonly number: number;
}

/** How often a principal made a call, and how it went. */
export interface CallCount {
  readonly principalArn: string;
  readonly service: string;
  readonly operation: string;
  readonly errorCode: string | undefined;
  readonly count: number;
}

/** The latest AWS calls, and the number of all of them by principal. */
export class CallLog {
  #calls: NumberedCall[] = [];
  #last = 0;
  readonly #counts = new Map<string, CallCount>();

  /** @param hidden - principals whose calls do not belong to anyone's story, such as the page itself */
  constructor(private readonly hidden: ReadonlySet<string>) {}

  record(call: RecordedCall): void {
    if (this.hidden.has(call.principalArn)) {
      return;
    }
    this.#last += 1;
    this.#calls.push({ ...call, number: this.#last });
    if (this.#calls.length > 2 * KEPT) {
      this.#calls = this.#calls.slice(-KEPT);
    }
    const { principalArn, service, operation, errorCode } = call;
    const key = JSON.stringify([principalArn, service, operation, errorCode]);
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, {
      principalArn,
      service,
      operation,
      errorCode,
      count,
    });
  }

  /** The number of the latest call; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Oldest first; only calls after this number when one is given. */
  calls(
    filter: CallFilter & { readonly since?: number } = {},
  ): readonly NumberedCall[] {
    const { since = 0 } = filter;
    const matches = matching(filter);
    return this.#calls
      .slice(-KEPT)
      .filter(call => call.number > since && matches(call));
  }

  /** Forgets calls and counts; numbers go on. */
  clear(): void {
    this.#calls = [];
    this.#counts.clear();
  }

  counts(filter: CallFilter = {}): readonly CallCount[] {
    return [...this.#counts.values()].filter(matching(filter));
  }
}

/** A call to an API server or to Vault in the form of the log; regions are AWS's. */
export function recordClusterCall(
  log: CallLog,
  call: {
    readonly service: string;
    readonly operation: string;
    readonly principal: string;
  },
  status: number,
): void {
  const { service, operation, principal: principalArn } = call;
  const errorCode = status >= 400 ? String(status) : undefined;
  log.record({
    ...{ service, operation, principalArn, status, errorCode },
    at: new Date(),
    region: '',
    rights: [],
  });
}

function matching(filter: CallFilter) {
  return (call: {
    readonly service: string;
    readonly operation: string;
    readonly principalArn: string;
  }) =>
    (filter.service ?? call.service) === call.service &&
    (filter.operation ?? call.operation) === call.operation &&
    (filter.principal ?? call.principalArn) === call.principalArn;
}
