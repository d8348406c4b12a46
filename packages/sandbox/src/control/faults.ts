import { z } from 'zod/v3';
import type { CallInfo, Fault } from '../aws/Faults';
import { faultyServices, wordingOf } from './faultWording';

/** What can go wrong with a call; not every service has words for each. */
export const FAULT_KINDS = [
  'throttle',
  'server-error',
  'unavailable',
  'conflict',
  'expired',
  'no-leader',
  'timeout',
  'hold-response',
  'deny',
  'delay',
  'drop',
  'drop-response',
] as const;

/** A fault as it is asked for. */
export const faultRequestSchema = z
  .object({
    service: z
      .string()
      .refine(name => faultyServices.includes(name), {
        message: `is not one that faults can strike; use one of ${faultyServices.join(
          ', ',
        )}`,
      })
      .optional()
      .describe('For example dynamodb; any service when left out'),
    operation: z
      .string()
      .optional()
      .describe('For example CreateTable; any operation when left out'),
    principal: z
      .string()
      .optional()
      .describe(
        'Who must make the call: for kubernetes the user name; anybody when left out',
      ),
    kind: z.enum(FAULT_KINDS),
    count: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('How many calls it strikes'),
    skip: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('How many matching calls are let through first'),
    delayMs: z
      .number()
      .int()
      .min(1)
      .default(60_000)
      .describe('For delay: how late the answer comes'),
  })
  .strict();

/** A fault as it is asked for, with the defaults filled in. */
export type FaultRequest = z.output<typeof faultRequestSchema>;

/** A fault that waits for its calls. */
export interface PendingFault extends FaultRequest {
  readonly id: number;
}

/** A call about to be served, and who makes it where that is known by then. */
export interface FaultableCall extends CallInfo {
  readonly principal?: string;
}

/** The faults asked for through the control endpoint, struck in the order they came. */
export class InjectedFaults {
  #nextId = 1;
  #pending: PendingFault[] = [];

  add(request: FaultRequest): PendingFault {
    const fault = { ...request, id: this.#nextId++ };
    this.#pending.push(fault);
    return fault;
  }

  clear(): void {
    this.#pending = [];
  }

  list(): readonly PendingFault[] {
    return this.#pending;
  }

  beforeCall(call: FaultableCall): Fault | undefined {
    const fault = this.#pending.find(candidate => matches(candidate, call));
    if (!fault) {
      return undefined;
    }
    if (fault.skip > 0) {
      this.#replace(fault, { ...fault, skip: fault.skip - 1 });
      return undefined;
    }
    this.#replace(
      fault,
      fault.count > 1 ? { ...fault, count: fault.count - 1 } : undefined,
    );
    return faultOf(fault, call);
  }

  /** Why an image cannot be pulled, if it cannot. */
  refusalToPull(image: string): string | undefined {
    const fault = this.beforeCall({
      service: 'kubelet',
      operation: `pull ${image}`,
    });
    return typeof fault === 'object' ? fault.message : undefined;
  }

  #replace(old: PendingFault, next: PendingFault | undefined) {
    this.#pending = this.#pending.flatMap(fault => {
      if (fault !== old) {
        return [fault];
      }
      return next ? [next] : [];
    });
  }
}

function matches(fault: PendingFault, call: FaultableCall): boolean {
  return (
    (fault.service ?? call.service) === call.service &&
    (fault.operation ?? call.operation) === call.operation &&
    (fault.principal ?? call.principal) === call.principal
  );
}

function faultOf(fault: PendingFault, call: CallInfo): Fault {
  switch (fault.kind) {
    case 'delay':
      return fault.delayMs;
    case 'drop':
    case 'drop-response':
    case 'timeout':
    case 'hold-response':
      return fault.kind;
    default:
      return wordingOf(call.service)[fault.kind] ?? 'drop';
  }
}
