type Level = 'INFO' | 'WARN' | 'ERROR';
type Details = Readonly<Record<string, string | number>>;

const WIDTH = 8;

/** Vault's operational log: one line a message, `key=value` pairs at its end. */
export class ServerLog {
  constructor(
    private readonly write: (line: string) => void,
    private readonly module = 'core',
  ) {}

  named(module: string): ServerLog {
    return new ServerLog(this.write, module);
  }

  /** A line as it is, outside the log's format. */
  plain(line: string): void {
    this.write(line);
  }

  info(message: string, details?: Details): void {
    this.line('INFO', message, details);
  }

  warn(message: string, details?: Details): void {
    this.line('WARN', message, details);
  }

  error(message: string, details?: Details): void {
    this.line('ERROR', message, details);
  }

  private line(level: Level, message: string, details: Details = {}): void {
    const pairs = Object.entries(details)
      .map(([name, value]) => ` ${name}=${quoted(name, value)}`)
      .join('');
    const origin = this.module ? `${this.module}: ` : '';
    const colon = pairs ? ':' : '';
    const time = new Date().toISOString();
    this.write(
      `${time} ${`[${level}]`.padEnd(
        WIDTH,
      )}${origin}${message}${colon}${pairs}`,
    );
  }
}

function quoted(name: string, value: string | number): string {
  const text = String(value);
  return name === 'error' ||
    name === 'version' ||
    text === '' ||
    /[\s"=]/.test(text)
    ? JSON.stringify(text)
    : text;
}
