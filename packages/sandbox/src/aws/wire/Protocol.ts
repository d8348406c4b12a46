import type { StaticOperationSchema } from '@smithy/types';
import type { AwsError } from '../AwsError';

/** A request as it came off the socket, body read whole. */
export interface WireRequest {
  readonly method: string;
  /** Decoded by nobody yet: exactly the path of the request line. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer ready for the socket. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a request asks for, before its input is read. */
export interface Invocation {
  readonly operation: string;
  /** `undefined` when AWS itself has no such operation. */
  readonly schema: StaticOperationSchema | undefined;
  input(schema: StaticOperationSchema): Promise<Record<string, unknown>>;
}

/** One of AWS's wire protocols, from the server's side. */
export interface Protocol {
  open(request: WireRequest, model: ServiceModel): Invocation;
  answer(
    schema: StaticOperationSchema,
    output: Readonly<Record<string, unknown>>,
    requestId: string,
  ): WireResponse;
  fail(error: AwsError, requestId: string): WireResponse;
  /** The error for an operation that is not served. */
  unknownOperation(operation: string): AwsError;
}

/** The operations of one SDK client module, by name. */
export class ServiceModel {
  readonly operations: ReadonlyMap<string, StaticOperationSchema>;

  constructor(sdk: object) {
    this.operations = new Map(
      Object.values(sdk)
        .filter(isOperation)
        .map(schema => [schema[2], schema]),
    );
  }
}

const operationSchema = 9;

function isOperation(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === operationSchema;
}
