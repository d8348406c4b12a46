const FIRST = 128 * 256 + 10;
const LAST = 255 * 256 + 250;

/** Hands out pod addresses from 10.0.128.0/17, the part of the VPC that no seeded subnet uses for nodes. */
export class PodAddresses {
  private next = FIRST;
  private readonly taken = new Set<string>();

  /** Keeps an address that a pod already has. */
  keep(address: string): string {
    this.taken.add(address);
    return address;
  }

  take(): string {
    for (;;) {
      const address = `10.0.${this.next >> 8}.${this.next & 255}`;
      this.next = this.next === LAST ? FIRST : this.next + 1;
      if (!this.taken.has(address)) return this.keep(address);
    }
  }

  release(address: string): void {
    this.taken.delete(address);
  }
}
