import { isDeepStrictEqual } from 'node:util';
import type {
  AuditSource,
  AuditTailEvent,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Tells where the tail reads, and only when that changes. */
export class SourceState {
  #told?: AuditSource;

  now(
    state: AuditSource['state'],
    rest?: Omit<AuditSource, 'state'>,
  ): readonly AuditTailEvent[] {
    const source = { state, ...rest };
    if (isDeepStrictEqual(source, this.#told)) {
      return [];
    }
    this.#told = source;
    return [{ kind: 'source', source }];
  }
}
