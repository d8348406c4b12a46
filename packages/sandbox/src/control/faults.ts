import { z } from 'zod/v3';
import type { AwsFaults, CallInfo, Fault } from '../aws/Faults';
import { faultyServices, wordingOf } from './faultWording';

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
    kind: z.enum([
      'throttle',
      'server-error',
      'unavailable',
      'timeout',
      'deny',
      'delay',
      'drop',
      'drop-response',
    ]),
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

/** The faults asked for through the control endpoint, struck in the order they came. */
export class InjectedFaults implements AwsFaults {
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

  beforeCall(call: CallInfo): Fault | undefined {
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

  #replace(old: PendingFault, next: PendingFault | undefined) {
    this.#pending = this.#pending.flatMap(fault => {
      if (fault !== old) {
        return [fault];
      }
      return next ? [next] : [];
    });
  }
}

function matches(fault: PendingFault, call: CallInfo): boolean {
  return (
    (fault.service ?? call.service) === call.service &&
    (fault.operation ?? call.operation) === call.operation
  );
}

function faultOf(fault: PendingFault, call: CallInfo): Fault {
  switch (fault.kind) {
    case 'delay':
      return fault.delayMs;
    case 'drop':
    case 'drop-response':
    case 'timeout':
      return fault.kind;
    default:
      return wordingOf(call.service)[fault.kind];
  }
}
