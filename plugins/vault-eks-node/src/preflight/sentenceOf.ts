import { isError } from '@backstage/errors';

/** What an error says, as a sentence. */
export function sentenceOf(error: unknown): string {
  const said = isError(error) ? error.message : 'The call failed';
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
