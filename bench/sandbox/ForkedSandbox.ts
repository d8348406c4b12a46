import type { SandboxOptions } from '@vault-eks/sandbox';

/** What a sandbox in a process of its own is started with. */
export interface ForkedSandbox extends Pick<SandboxOptions, 'latency'> {
  readonly outFolder: string;
  /** Length of the stream that stands in for each followed log. Default: what the pods write. */
  readonly auditLines?: number;
}
