/**
 * Whether a line of a pod's log is Vault's own: those of an audit device on stdout share the stream. They are objects in
 * JSON, or elements in jsonx; with `log_format = "json"` Vault's own are objects too, whose fields begin with `@`.
 */
export function isServerLog(line: string): boolean {
  return line.startsWith('{"@') || !/^[{<]/.test(line);
}
