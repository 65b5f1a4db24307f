import type { DataSource } from 'typeorm';

/** SQLite takes no more parameters in one statement: https://www.sqlite.org/limits.html#max_variable_number */
const most = 32_766;

/** Lets `IN (…)` be of any length on this SQLite connection; MySQL takes what fits into a packet. */
export function allowLongLists(source: DataSource): DataSource {
  // SQLite has one query runner, shared by all who ask for one.
  const runner = source.createQueryRunner();
  const query = runner.query.bind(runner) as typeof runner.query;
  runner.query = ((sql: string, parameters: unknown[] = [], structured?: true) => query(...(parameters.length > most ? foldLists(sql, parameters) : [sql, parameters] as const), structured!)) as typeof runner.query;
  return source;
}

/** The question marks of each `IN (…)` become one that holds them all. */
function foldLists(sql: string, parameters: readonly unknown[]): readonly [sql: string, parameters: unknown[]] {
  const folded: unknown[] = [];
  let at = 0;
  const text = sql.replace(/'(?:[^']|'')*'|(?<=\bIN )\((\?(?:, \?)+)\)|\?/gi, (found, list?: string) => {
    if (found.startsWith('\'')) return found;
    if (list === undefined) {
      folded.push(parameters[at++]);
      return found;
    }
    const values = parameters.slice(at, at += (list.length + 2) / 3);
    folded.push(JSON.stringify(values));
    return '(SELECT value FROM json_each(?))';
  });
  return [text, folded];
}
