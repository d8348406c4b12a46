/** A call about to be served. */
export interface CallInfo {
  readonly service: string;
  readonly operation: string;
}

/** An error answer in place of the call's own. */
export interface ErrorFault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * What goes wrong with a call: an error answer, the connection dropped before or after the call has had its
 * effect, no answer at all until the client gives up, with or without the effect, or a delay in milliseconds.
 */
export type Fault =
  | ErrorFault
  | 'drop'
  | 'drop-response'
  | 'timeout'
  | 'hold-response'
  | number;

/** Decides the fault of each call; `undefined` leaves the call alone. */
export interface AwsFaults {
  beforeCall(call: CallInfo): Fault | undefined;
}

/** One call as it was served. */
export interface RecordedCall extends CallInfo {
  readonly at: Date;
  readonly region: string;
  /** ARN of the IAM user or role that made it; `anonymous` for unsigned calls. */
  readonly principalArn: string;
  readonly status: number;
  readonly errorCode: string | undefined;
  /** The rights that it took as far as it got, as IAM names them. */
  readonly rights: readonly string[];
  /** The VPC endpoint that it came through. */
  readonly endpoint?: string;
}
