import { randomUUID } from 'node:crypto';
import type { StaticOperationSchema } from '@smithy/types';
import { AwsError } from '../AwsError';
import { authenticate, claimOf } from '../auth/Authenticator';
import { queryAuthErrors } from '../auth/AuthErrors';
import type { Credentials } from '../auth/Credentials';
import type { Fault, RecordedCall, AwsFaults } from '../Faults';
import type { Pace } from '../Pace';
import { NoWayError } from '../passage/findPassage';
import type { PassageOf } from '../passage/passageOf';
import type { CallContext, Caller, Service } from '../Service';
import { formOf } from '../wire/form';
import type { Invocation, WireRequest, WireResponse } from '../wire/Protocol';
import { anonymous } from './anonymous';
import { awsErrorOf } from './awsErrorOf';

/** Outcome of a request: an answer, a connection to cut, or one to leave without any answer. */
export type Outcome = WireResponse | 'drop' | 'timeout';

const webIdentityOperation = 'AssumeRoleWithWebIdentity';

/** Takes a request to its service, checks who asks and whether they may, and records the call. */
export class Dispatcher {
  constructor(
    private readonly options: {
      readonly account: string;
      readonly defaultRegion: string;
      readonly services: ReadonlyMap<string, Service>;
      /** Speaks for requests that belong to no service, and takes the unsigned ones. */
      readonly fallback: Service;
      readonly credentials: Credentials;
      readonly faults: AwsFaults;
      readonly pace: Pace;
      readonly pause: (milliseconds: number) => Promise<void>;
      readonly record: (call: RecordedCall) => void;
      /** Throws NoWayError. */
      readonly passageOf: PassageOf;
      readonly unknownOperation: (service: string, operation: string) => void;
    },
  ) {}

  async dispatch(request: WireRequest): Promise<Outcome> {
    const requestId = randomUUID();
    const claimed = claimOf(request);
    const service = this.serviceFor(request, claimed?.service);
    if (!service) {
      return this.unrouted(claimed?.service, requestId);
    }
    const region = claimed?.region ?? this.options.defaultRegion;
    const invocation = service.protocol.open(request, service.model);
    const call = { service: service.name, operation: invocation.operation };
    const fault = this.options.faults.beforeCall(call);
    if (fault === 'drop' || fault === 'timeout') {
      return fault;
    }

    const rights = new Set<string>();
    let endpoint: string | undefined;
    let principalArn = 'anonymous';
    let response: WireResponse;
    let errorCode: string | undefined;
    try {
      await this.suffer(fault);
      await this.answerTime(service);
      const caller = await this.callerOf(service, invocation, request);
      principalArn = caller.principalArn;
      const { schema, input } = await this.read(service, invocation);
      const passage = this.options.passageOf({
        ...{ service: service.name, request, region, input },
        origin: caller.origin,
      });
      endpoint = passage?.endpointId;
      const context: CallContext = {
        ...this.contextFor(caller, region),
        passage,
        takes: ({ action }) => rights.add(action),
      };
      response = await this.serve({
        ...{ service, request, context, requestId },
        ...{ operation: invocation.operation, schema, input },
      });
    } catch (error) {
      if (error instanceof NoWayError) {
        return 'drop';
      }
      const failure = awsErrorOf(error);
      errorCode = failure.code;
      response = service.protocol.fail(failure, requestId);
    }
    const { status } = response;
    const at = new Date();
    this.options.record({
      ...call,
      at,
      region,
      principalArn,
      status,
      errorCode,
      rights: [...rights],
      endpoint,
    });
    switch (fault) {
      case 'drop-response':
        return 'drop';
      case 'hold-response':
        return 'timeout';
      default:
        return response;
    }
  }

  private serviceFor(
    request: WireRequest,
    scope: string | undefined,
  ): Service | undefined {
    if (scope !== undefined) {
      return this.options.services.get(scope);
    }
    return formOf(request).get('Action') === webIdentityOperation
      ? this.options.fallback
      : undefined;
  }

  private unrouted(scope: string | undefined, requestId: string): WireResponse {
    const { protocol } = this.options.fallback;
    if (scope === undefined) {
      return protocol.fail(queryAuthErrors('missing'), requestId);
    }
    this.options.unknownOperation(scope, '*');
    const error = new AwsError(
      'UnknownService',
      `The sandbox does not serve ${scope}.`,
      404,
    );
    return protocol.fail(error, requestId);
  }

  private async suffer(fault: Fault | undefined): Promise<void> {
    if (typeof fault === 'number') {
      await this.options.pause(fault);
    } else if (typeof fault === 'object') {
      throw new AwsError(fault.code, fault.message, fault.status);
    }
  }

  private async answerTime({ name }: Service): Promise<void> {
    const { pace, pause } = this.options;
    const milliseconds = pace.answersAfter(name);
    if (milliseconds > 0) {
      await pause(milliseconds);
    }
  }

  private async callerOf(
    service: Service,
    invocation: Invocation,
    request: WireRequest,
  ): Promise<Caller> {
    if (invocation.operation === webIdentityOperation) {
      return anonymous(this.options.account);
    }
    const { credentials } = this.options;
    const now = new Date();
    return authenticate({
      request,
      credentials,
      errors: service.authErrors,
      now,
    });
  }

  private contextFor(caller: Caller, region: string): CallContext {
    const { account, pace } = this.options;
    const now = new Date();
    return {
      account,
      region,
      caller,
      now,
      settlesAt: milliseconds => now.getTime() + pace.takes(milliseconds),
      sees: (service, madeAt) => pace.sees(service, madeAt, now),
    };
  }

  private async read(service: Service, invocation: Invocation) {
    const { operation, schema } = invocation;
    if (!schema || !service.implements(operation)) {
      this.options.unknownOperation(service.name, operation);
      throw service.protocol.unknownOperation(operation);
    }
    return { schema, input: await invocation.input(schema) };
  }

  private async serve(call: {
    readonly service: Service;
    readonly operation: string;
    readonly schema: StaticOperationSchema;
    readonly input: Readonly<Record<string, unknown>>;
    readonly request: WireRequest;
    readonly context: CallContext;
    readonly requestId: string;
  }): Promise<WireResponse> {
    const { service, operation, schema, input, request, context } = call;
    service.authorize(operation, input, context);
    if (service.relay?.handles(operation)) {
      return service.relay.forward(request, context);
    }
    const output = await service.run(operation, input, context);
    return service.protocol.answer(schema, output, call.requestId);
  }
}
