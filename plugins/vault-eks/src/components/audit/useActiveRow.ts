import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useRef, useState, type KeyboardEvent } from 'react';

/** What the arrow keys move over, and who is told. */
export interface ActiveRowOptions {
  readonly entries: readonly AuditTailRow[];
  /** Brings a row into the page, so that it can take the focus. */
  readonly reveal: (index: number) => void;
  readonly onReadBack: () => void;
  readonly onFollow: () => void;
}

/** The row that the keyboard is on. Rows come and go while one scrolls, so it is known by the line's id. */
export function useActiveRow({
  entries,
  reveal,
  onReadBack,
  onFollow,
}: ActiveRowOptions) {
  const [active, setActive] = useState<string>();
  const focusWanted = useRef(false);

  const moveTo = (index: number) => {
    const bounded = Math.max(0, Math.min(index, entries.length - 1));
    const target = entries[bounded];
    if (!target) {
      return;
    }
    onReadBack();
    focusWanted.current = true;
    setActive(target.line.id);
    reveal(bounded);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const current = entries.findIndex(({ line }) => line.id === active);
    const from = current === -1 ? entries.length : current;
    const moves: Record<string, () => void> = {
      ArrowUp: () => moveTo(from - 1),
      ArrowDown: () => moveTo(from + 1),
      Home: () => moveTo(0),
      End: onFollow,
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  };

  return {
    setActive,
    onKeyDown,
    wantsFocus: (id: string) => id === active && focusWanted.current,
    onFocused: () => {
      focusWanted.current = false;
    },
  };
}
