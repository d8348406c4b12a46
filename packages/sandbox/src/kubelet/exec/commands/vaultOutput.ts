import { isObject, listOf } from '../../../kube/api/json';
import type { CommandCall } from '../Shell';
import type { VaultAnswer } from './vaultCall';

/** What `vault` ends with after a refusal. */
export const REFUSED = 2;

/** Tells a refusal as the command does, and whether there is one. */
export function refused(
  { streams }: CommandCall,
  answer: VaultAnswer,
): boolean {
  if (answer.status < 300) return false;
  streams.stderr.write(
    `Error making API request.\n\nCode: ${answer.status}. Errors:\n\n`,
  );
  for (const message of listOf(answer.body.errors)) {
    streams.stderr.write(`* ${message}\n`);
  }
  return true;
}

/** A table as the command prints it. */
export function table(
  { streams }: CommandCall,
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
): void {
  const lines = [head, head.map(name => '-'.repeat(name.length)), ...rows].map(
    row => row.map(cell),
  );
  const widths = head.map((_, column) =>
    Math.max(...lines.map(line => line[column].length)),
  );
  for (const line of lines) {
    const padded = line.map((text, i) =>
      i === line.length - 1 ? text : text.padEnd(widths[i] + 4),
    );
    streams.stdout.write(`${padded.join('')}\n`);
  }
}

function cell(value: unknown): string {
  return isObject(value) || Array.isArray(value)
    ? JSON.stringify(value)
    : String(value ?? '');
}

/** The arguments that are no options. */
export function words(args: readonly string[]): string[] {
  return args.filter(arg => !arg.startsWith('-') || arg === '-version');
}

/** The value of an option, given as `-name=value`. */
export function option(
  { args }: CommandCall,
  name: string,
): string | undefined {
  const found = args.find(arg => arg.startsWith(`-${name}=`));
  return found?.slice(name.length + 2);
}
