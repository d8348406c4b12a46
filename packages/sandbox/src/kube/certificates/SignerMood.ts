/**
 * What becomes of requests for certificates from now on: signed as usual, denied before anybody can approve them, refused by
 * the signer once they are approved, left lying, or collected before their certificate was read.
 */
export type SignerFate = 'sign' | 'deny' | 'fail' | 'ignore' | 'collect';

/** How the signer of a cluster is disposed; changed by the control endpoint. */
export class SignerMood {
  #fate: SignerFate = 'sign';
  #message = '';

  get fate(): SignerFate {
    return this.#fate;
  }

  /** What stands in the condition of a request that is denied or refused. */
  get message(): string {
    return this.#message;
  }

  change(fate: SignerFate, message: string): void {
    this.#fate = fate;
    this.#message = message;
  }
}
