import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';

/** How often something occurred. */
export interface Count {
  readonly name: string;
  readonly count: number;
}

/** Who did what lately, in numbers: no path below a mount, no value. */
export interface AuditSummary {
  /** ISO time of the oldest line that was read; absent when there was none. */
  readonly from?: string;
  /** ISO time of the newest one. */
  readonly to?: string;
  readonly requests: number;
  readonly failed: number;
  readonly byOperation: readonly Count[];
  readonly byMount: readonly Count[];
  readonly byActor: readonly Count[];
  readonly byError: readonly Count[];
}

const MOST = 20;
const LONGEST = 120;

/** The most frequent first; what is beyond the bound is one entry. */
function counted(names: readonly string[]): Count[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  const rest = sorted.slice(MOST);
  return rest.length === 0
    ? sorted
    : [
        ...sorted.slice(0, MOST),
        {
          name: '(others)',
          count: rest.reduce((sum, { count }) => sum + count, 0),
        },
      ];
}

const short = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;

const mountOf = ({ mountPoint, path }: AuditLine) =>
  mountPoint ?? `${path.split('/', 1)[0]}/`;

/** Vault quotes paths and what was sent in some of its errors, such as that of a mount that is not there. */
function reasonOf({ error, path }: AuditLine): string[] {
  if (!error) {
    return [];
  }
  const withoutPath = path.includes('/') ? error.replaceAll(path, '…') : error;
  return [short(withoutPath.replace(/"[^"]*"/g, '"…"'))];
}

/** Counts requests; a request and its response, which say the same of themselves, are one. */
export function summarise(lines: readonly AuditLine[]): AuditSummary {
  const byRequest = new Map<string, AuditLine>();
  for (const line of lines) {
    const known = byRequest.get(line.requestId);
    // What went wrong stands in the response.
    if (!known || line.type === 'response') {
      byRequest.set(line.requestId, line);
    }
  }
  const requests = [...byRequest.values()];
  const times = lines.map(({ time }) => time).sort();
  const errors = requests.flatMap(reasonOf);
  return {
    from: times[0],
    to: times[times.length - 1],
    requests: requests.length,
    failed: errors.length,
    byOperation: counted(requests.map(({ operation }) => short(operation))),
    byMount: counted(requests.map(line => short(mountOf(line)))),
    byActor: counted(requests.map(({ actor }) => short(actor ?? '(nobody)'))),
    byError: counted(errors),
  };
}
