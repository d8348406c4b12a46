import type { LatencyProfile } from '../world';

/** The services whose new things can be made to appear late. */
export const laggingServices = ['dynamodb', 'ec2', 'iam', 'kms'] as const;

/** A service whose new things can be made to appear late. */
export type LaggingService = (typeof laggingServices)[number];

/**
 * Milliseconds that an answer takes in the realistic profile: of the order that a client of the same region sees. IAM has one
 * endpoint for the whole world, and those of the control planes are slower than those of the data planes.
 */
const ANSWER_MS: Readonly<Record<string, number>> = {
  dynamodb: 8,
  ec2: 80,
  eks: 60,
  iam: 100,
  kms: 15,
  secretsmanager: 25,
  sts: 20,
};

/** How slowly this AWS answers and settles: its latency profile, and how late what was made can be seen. Both may change while it runs. */
export class Pace {
  #latency: LatencyProfile;
  #lags: Readonly<Partial<Record<LaggingService, number>>> = {};
  #lagsSince = 0;

  constructor(latency: LatencyProfile) {
    this.#latency = latency;
  }

  get latency(): LatencyProfile {
    return this.#latency;
  }

  set latency(profile: LatencyProfile) {
    this.#latency = profile;
  }

  /** Milliseconds after which things of a service, made from now on, are visible; what is left out is so at once. */
  get lags(): Readonly<Partial<Record<LaggingService, number>>> {
    return this.#lags;
  }

  set lags(lags: Readonly<Partial<Record<LaggingService, number>>>) {
    this.#lags = lags;
    this.#lagsSince = Date.now();
  }

  /** Milliseconds that a service of this name takes to answer a call. */
  answersAfter(service: string): number {
    return this.takes(ANSWER_MS[service] ?? 0);
  }

  /** These milliseconds in the realistic profile, none otherwise. */
  takes(milliseconds: number): number {
    return this.#latency === 'realistic' ? milliseconds : 0;
  }

  /** Whether something of this service, made at this time, is visible by now. */
  sees(service: LaggingService, madeAt: number, now: Date): boolean {
    return (
      madeAt < this.#lagsSince ||
      madeAt + (this.#lags[service] ?? 0) <= now.getTime()
    );
  }
}
