import type { RecordedCall } from '../aws/Faults';

const KEPT = 10_000;

/** Which calls are wanted; what is left out matches all. */
export interface CallFilter {
  readonly service?: string;
  readonly operation?: string;
  readonly principal?: string;
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
  #calls: RecordedCall[] = [];
  readonly #counts = new Map<string, CallCount>();

  /** @param hidden - principals whose calls do not belong to anyone's story, such as the page itself */
  constructor(private readonly hidden: ReadonlySet<string>) {}

  record(call: RecordedCall): void {
    if (this.hidden.has(call.principalArn)) {
      return;
    }
    this.#calls.push(call);
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

  /** Oldest first. */
  calls(filter: CallFilter = {}): readonly RecordedCall[] {
    return this.#calls.slice(-KEPT).filter(matching(filter));
  }

  counts(filter: CallFilter = {}): readonly CallCount[] {
    return [...this.#counts.values()].filter(matching(filter));
  }
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
