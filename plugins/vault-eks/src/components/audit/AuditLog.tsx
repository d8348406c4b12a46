import {
  vaultEksAuditReadPermission,
  type AuditFilter,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useAuditTail } from '../../hooks/useAuditTail';
import { usePausableView } from '../../hooks/usePausableView';
import { Problem } from '../common/Problem';
import { AuditEmpty } from './AuditEmpty';
import { AuditFilterBar } from './AuditFilterBar';
import { AuditList } from './AuditList';
import { AuditToolbar } from './AuditToolbar';
import type { AuditFormat } from './AuditFormat';

/** Long enough to type a word: each server-side filter is a new read, and each read is audited. */
const TYPING_MS = 500;

const NO_FILTER: AuditFilter = {};

/** The live audit log: what is typed filters at once what is here, and soon after what comes from the server. */
export const AuditLog = ({ entityRef }: { readonly entityRef: string }) => {
  const [filter, setFilter] = useState(NO_FILTER);
  const [serverFilter, setServerFilter] = useState(NO_FILTER);
  const [format, setFormat] = useState<AuditFormat>('pretty');
  const tail = useAuditTail(entityRef, serverFilter);
  const view = usePausableView(tail.entries, filter);
  // Whoever reads a paused log filters the lines before them; new ones are fetched when they go on.
  useDebounce(() => view.paused || setServerFilter(filter), TYPING_MS, [
    filter,
    view.paused,
  ]);

  if (tail.connection.state === 'refused') {
    return (
      <Problem
        error={tail.connection.error}
        what="the audit log of this Vault"
        permission={vaultEksAuditReadPermission.name}
        onRetry={tail.retry}
      />
    );
  }
  return (
    <>
      <AuditFilterBar filter={filter} onChange={setFilter} />
      <AuditToolbar
        tail={tail}
        view={view}
        format={format}
        onFormat={setFormat}
      />
      <AuditList
        entries={view.shown}
        format={format}
        following={!view.paused}
        newCount={view.newCount}
        onReadBack={() => view.pause('reading')}
        onReachEnd={() => view.paused === 'reading' && view.resume()}
        onFollow={view.resume}
        empty={
          <AuditEmpty
            tail={tail}
            filter={filter}
            onClear={() => setFilter(NO_FILTER)}
          />
        }
      />
    </>
  );
};
