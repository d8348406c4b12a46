import { parseEntityRef } from '@backstage/catalog-model';
import {
  vaultEksAuditReadPermission,
  type AuditFilter,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { useRef, useState, type KeyboardEvent } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useAuditTail } from '../../hooks/useAuditTail';
import { useAuditView, usePart } from '../../hooks/useAuditView';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Problem } from '../common/Problem';
import { AuditEmpty } from './AuditEmpty';
import { AuditFilterBar } from './AuditFilterBar';
import { AuditFilterChips } from './AuditFilterChips';
import type { AuditFormat } from './AuditFormat';
import { AuditList } from './AuditList';
import { AuditToolbar } from './AuditToolbar';

/** Long enough to type a word: each server-side filter is a new read, and each read is audited. */
const TYPING_MS = 500;

const NO_FILTER: AuditFilter = {};

const isTypedInto = (target: EventTarget) =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** The live audit log: what is typed filters at once what is here, and soon after what comes from the server. */
export const AuditLog = ({ entityRef }: { readonly entityRef: string }) => {
  const { t } = useVaultEksTranslation();
  const [filter, setFilter] = useState(NO_FILTER);
  const [serverFilter, setServerFilter] = useState(NO_FILTER);
  const [format, setFormat] = useState<AuditFormat>('paired');
  const view = useAuditView({ filter, paired: format === 'paired' });
  const { tail, retry } = useAuditTail({
    entityRef,
    filter: serverFilter,
    view,
  });
  const paused = usePart(view, snapshot => snapshot.paused);
  const connection = usePart(tail, snapshot => snapshot.connection);
  const text = useRef<HTMLInputElement>(null);
  // Whoever reads a paused log filters the lines before them; new ones are fetched when they go on.
  useDebounce(() => paused || setServerFilter(filter), TYPING_MS, [
    filter,
    paused,
  ]);

  if (connection.state === 'refused') {
    return (
      <Problem
        error={connection.error}
        what={t('audit.what')}
        permission={vaultEksAuditReadPermission.name}
        onRetry={retry}
      />
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === '/' && !isTypedInto(event.target)) {
      event.preventDefault();
      text.current?.focus();
    }
  };
  return (
    // A shortcut for what has a control of its own.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKeyDown}>
      <AuditFilterBar filter={filter} onChange={setFilter} textRef={text} />
      <AuditFilterChips
        filter={filter}
        onChange={setFilter}
        onNoneLeft={() => text.current?.focus()}
      />
      <AuditToolbar
        tail={tail}
        view={view}
        cluster={parseEntityRef(entityRef).name}
        format={format}
        onFormat={setFormat}
      />
      <AuditList
        view={view}
        format={format}
        onFilter={change => setFilter(old => ({ ...old, ...change }))}
        empty={
          <AuditEmpty
            tail={tail}
            filter={filter}
            onClear={() => {
              setFilter(NO_FILTER);
              // The button that was pressed goes.
              text.current?.focus();
            }}
          />
        }
      />
    </div>
  );
};
