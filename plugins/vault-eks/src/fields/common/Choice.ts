import type { Tone } from '../../status/tone';

/** One thing that can be chosen. */
export interface Choice {
  /** What the field gets. */
  readonly value: string;
  /** For a person, where the value alone says little. */
  readonly title?: string;
  /** A line below it. */
  readonly details?: string;
  /** What is to be known before it is chosen. */
  readonly note?: { readonly tone: Tone; readonly text: string };
  /** It is shown, and cannot be chosen. */
  readonly disabled?: boolean;
}

/** What a list is searched in as a person types. */
export const textOf = ({ value, title, details }: Choice) =>
  [value, title, details].filter(Boolean).join(' ');
