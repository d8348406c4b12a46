/** One figure, as scripts and people read it: `bench <name> <number> <unit or "ratio">`. */
export function figure(name: string, value: number, unit: string): void {
  process.stdout.write(
    `bench ${name} ${Number(value.toPrecision(4))} ${unit}\n`,
  );
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
