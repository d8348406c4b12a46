import { z } from 'zod/v3';
import type { AwsFaults, CallInfo, Fault } from '../aws/Faults';

/** A fault as it is asked for. */
export const faultRequestSchema = z
  .object({
    service: z
      .string()
      .optional()
      .describe('For example dynamodb; any service when left out'),
    operation: z
      .string()
      .optional()
      .describe('For example CreateTable; any operation when left out'),
    kind: z.enum([
      'throttle',
      'server-error',
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

const JSON_SERVICES = new Set(['dynamodb', 'kms', 'secretsmanager', 'eks']);

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
    case 'throttle':
      return throttle(call);
    case 'server-error':
      return {
        status: 500,
        code: JSON_SERVICES.has(call.service)
          ? 'InternalServerError'
          : 'InternalError',
        message: 'An internal error has occurred (asked for by the sandbox).',
      };
    case 'deny':
      return {
        status: JSON_SERVICES.has(call.service) ? 400 : 403,
        code: JSON_SERVICES.has(call.service)
          ? 'AccessDeniedException'
          : 'AccessDenied',
        message: `Not authorized to perform: ${call.service}:${call.operation} (asked for by the sandbox)`,
      };
    case 'delay':
      return fault.delayMs;
    default:
      return fault.kind;
  }
}

function throttle(call: CallInfo): Fault {
  if (call.service === 'ec2') {
    return {
      status: 503,
      code: 'RequestLimitExceeded',
      message: 'Request limit exceeded.',
    };
  }
  return {
    status: 400,
    code: JSON_SERVICES.has(call.service)
      ? 'ThrottlingException'
      : 'Throttling',
    message: 'Rate exceeded',
  };
}
