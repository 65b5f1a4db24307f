import { getMetadataArgsStorage } from 'typeorm';
import type { Class } from '../db/database';
import type { PersonalData } from './declare';

/** A column of this name says that the row is about a person outside of the company. */
const telling = new Set(['customerId', 'externalUserid', 'openid', 'unionid', 'phone', 'mobile']);

interface Declares {
  name: string;
  entities?: Class<object>[];
  personalData?: readonly PersonalData[];
}

/** Every table that is about customers says how one person's rows are found, shown and erased; names all that do not. */
export function checkPersonalData(modules: readonly Declares[]): void {
  const declared = modules.flatMap((module) => module.personalData ?? []);
  const known = new Set(declared.map(({ entity }) => entity));
  const missing = modules.flatMap(({ name, entities = [] }) => entities.flatMap((entity) => {
    const [column] = columnsOf(entity).filter((each) => telling.has(each));
    return column === undefined || known.has(entity) ? [] : [`  - ${entity.name} (module ${name}) has the column ${column}: add personal(${entity.name}, { label, of, show, erase }) to its personalData`];
  }));
  if (missing.length > 0) throw new Error(`These tables are about customers, but no module says how one person’s rows are found, shown and erased (core/personal/declare.ts):\n${missing.join('\n')}`);

  for (const { entity, action, kept } of declared) {
    if (action !== 'delete' && !kept) throw new Error(`personalData of ${entity.name}: rows stay after an erasure, so \`kept\` must say what stays and on what ground`);
    if (declared.filter((other) => other.entity === entity).length > 1) throw new Error(`personalData of ${entity.name} is declared twice`);
    if (!modules.some((module) => module.entities?.includes(entity))) throw new Error(`personalData of ${entity.name}: no module lists that entity`);
  }
}

function columnsOf(entity: Class<object>): string[] {
  const line: unknown[] = [];
  for (let one: unknown = entity; typeof one === 'function' && one !== Function.prototype; one = Object.getPrototypeOf(one)) line.push(one);
  return getMetadataArgsStorage().columns.filter((column) => line.includes(column.target)).map((column) => column.propertyName);
}
