import type { CommandIO, MetadataBearer } from '@smithy/types';
import type { LaggingService } from './Pace';
import type { Origin, Passage } from './passage/Passage';
import type { Subject } from './policy/decide';
import type { AccessRequest } from './policy/evaluate';
import {
  ServiceModel,
  type Protocol,
  type WireRequest,
  type WireResponse,
} from './wire/Protocol';
import type { AuthErrors } from './auth/AuthErrors';

/** Whoever makes a call: an IAM user, or a session of a role, with the permissions that hold at this moment. */
export interface Caller extends Subject {
  /** Absent for whoever calls from outside of every VPC. */
  readonly origin?: Origin;
}

/** What an operation may know about the call it serves. */
export interface CallContext {
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
  readonly now: Date;
  /** Absent for a call that comes by the internet. */
  readonly passage?: Passage;
  /** Told of every right that the call takes. */
  readonly takes?: (request: AccessRequest) => unknown;
  /** When a change made now has settled: at once, or a while from now in the realistic profile. */
  settlesAt(milliseconds: number): number;
  /** Whether something that a service made at this time can be seen by now: AWS is eventually consistent. */
  sees(service: LaggingService, madeAt: number): boolean;
}

type Awaitable<T> = T | Promise<T>;

type OperationOf<Command> = Command extends {
  prototype: CommandIO<infer Request, infer Answer>;
}
  ? (
      input: Request,
      context: CallContext,
    ) => Awaitable<Omit<Answer, keyof MetadataBearer>>
  : never;

/** A table of operations over state, typed by the commands of an SDK client module. */
export type OperationsOf<Sdk> = {
  readonly [K in keyof Sdk as K extends `${infer Name}Command`
    ? Name
    : never]?: OperationOf<Sdk[K]>;
};

type Input = Readonly<Record<string, unknown>>;

/** Decides whether the caller may; throws the service's own access-denied error when not. */
export type Authorize = (
  operation: string,
  input: Input,
  context: CallContext,
) => void;

/** One AWS service as the server dispatches to it. */
export interface Service {
  /** Name in credential scopes. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly model: ServiceModel;
  readonly authErrors: AuthErrors;
  readonly authorize: Authorize;
  implements(operation: string): boolean;
  run(operation: string, input: Input, context: CallContext): Promise<Input>;
  /** Answers some operations with the request's bytes untouched. */
  readonly relay?: Relay;
}

/** Operations that another program answers. */
export interface Relay {
  handles(operation: string): boolean;
  forward(request: WireRequest, context: CallContext): Promise<WireResponse>;
}

/** Makes a service of an SDK client module and the operations that the sandbox has of it. */
export function defineService<Sdk extends object>(
  sdk: Sdk,
  options: {
    readonly name: string;
    readonly protocol: Protocol;
    readonly authErrors: AuthErrors;
    readonly authorize: Authorize;
    readonly operations: NoInfer<OperationsOf<Sdk>>;
    readonly relay?: Relay;
  },
): Service {
  const { operations, ...rest } = options;
  // The wire boundary: the input was read with the very schema that the handler's type comes from.
  const handlers = new Map(
    Object.entries(operations) as [
      string,
      (input: Input, context: CallContext) => Awaitable<Input>,
    ][],
  );
  return {
    ...rest,
    model: new ServiceModel(sdk),
    implements: operation =>
      handlers.has(operation) || Boolean(options.relay?.handles(operation)),
    async run(operation, input, context) {
      const handler = handlers.get(operation);
      if (!handler) {
        throw options.protocol.unknownOperation(operation);
      }
      return await handler(input, context);
    },
  };
}
