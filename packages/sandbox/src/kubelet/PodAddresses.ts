const VPC_FIRST = 128 * 256 + 10;
const VPC_LAST = 255 * 256 + 250;
const BLOCK_FIRST = 10;
const BLOCK_LAST = 250;

/**
 * Hands out pod addresses: from 10.0.128.0/17, the part of the VPC that no seeded subnet uses for nodes, or from a block
 * of loopback addresses where real processes listen.
 */
export class PodAddresses {
  private next: number;
  private readonly first: number;
  private readonly last: number;
  private readonly taken = new Set<string>();

  /** @param block - for example `127.0.7.` */
  constructor(private readonly block?: string) {
    this.first = block ? BLOCK_FIRST : VPC_FIRST;
    this.last = block ? BLOCK_LAST : VPC_LAST;
    this.next = this.first;
  }

  /** Keeps an address that a pod already has; one of another block is of no use any more. */
  keep(address: string): string {
    if (!address.startsWith(this.block ?? '10.0.')) return this.take();
    this.taken.add(address);
    return address;
  }

  take(): string {
    for (;;) {
      const address = this.block
        ? `${this.block}${this.next}`
        : `10.0.${this.next >> 8}.${this.next & 255}`;
      this.next = this.next === this.last ? this.first : this.next + 1;
      if (!this.taken.has(address)) return this.keep(address);
    }
  }

  release(address: string): void {
    this.taken.delete(address);
  }
}
