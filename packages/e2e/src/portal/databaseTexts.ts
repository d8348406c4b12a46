import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import knex from 'knex';

/**
 * All that a folder of SQLite databases holds, by file: as bytes, where also deleted rows and the write-ahead log stand,
 * and row by row, since a long value is scattered over the pages of its file.
 */
export async function databaseTexts(
  folder: string,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    const file = path.join(folder, name);
    if (/\.sqlite(-wal|-shm|-journal)?$/.test(name)) {
      texts.set(`bytes of ${name}`, readFileSync(file).toString('latin1'));
    }
    if (name.endsWith('.sqlite')) {
      texts.set(`rows of ${name}`, await rowsOf(file));
    }
  }
  return texts;
}

async function rowsOf(filename: string): Promise<string> {
  const database = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
  try {
    const tables: string[] = await database('sqlite_master')
      .where({ type: 'table' })
      .pluck('name');
    const rows = await Promise.all(tables.map(table => database(table)));
    return rows
      .flat()
      .flatMap(row => Object.values<unknown>(row).map(String))
      .join('\n');
  } finally {
    await database.destroy();
  }
}
