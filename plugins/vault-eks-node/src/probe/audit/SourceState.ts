import { isDeepStrictEqual } from 'node:util';
import type {
  AuditSource,
  AuditTailEvent,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Tells where the tail reads, and only when that changes. */
export class SourceState {
  #told?: AuditSource;

  *now(
    state: AuditSource['state'],
    rest?: Omit<AuditSource, 'state'>,
  ): Generator<AuditTailEvent> {
    const source = { state, ...rest };
    if (!isDeepStrictEqual(source, this.#told)) {
      this.#told = source;
      yield { kind: 'source', source };
    }
  }
}
