import { byteLength } from '@scrm/shared/text';
import type { Refusal } from './refuse';
import { refusal } from './refuse';

/** What a documented request may look like: shape and limits only, nothing that depends on what exists. */
export type Body = Record<string, unknown>;
export type Rule = (body: Body) => Refusal | null;

interface Need {
  /** The code when it is missing; without it the field may be left out. */
  missing?: number;
  /** The code when it is there and wrong. */
  wrong?: number;
}

export function text(field: string, limits: Need & { chars?: number; bytes?: number; pattern?: RegExp } = {}): Rule {
  const { missing, wrong = 40058, chars = Infinity, bytes = Infinity, pattern } = limits;
  return (body) => {
    const value = body[field];
    if (value === undefined || value === null || value === '') return missing ? refusal(missing, field) : null;
    if (typeof value !== 'string') return refusal(wrong, `${field} is not a string`);
    if ([...value].length > chars) return refusal(wrong, `${field} is longer than ${chars} characters`);
    if (byteLength(value) > bytes) return refusal(wrong, `${field} is longer than ${bytes} bytes`);
    return pattern && !pattern.test(value) ? refusal(wrong, field) : null;
  };
}

export function int(field: string, limits: Need & { min?: number; max?: number; among?: number[] } = {}): Rule {
  const { missing, wrong = 40058, min = -Infinity, max = Infinity, among } = limits;
  return (body) => {
    const value = body[field];
    if (value === undefined || value === null) return missing ? refusal(missing, field) : null;
    if (typeof value !== 'number' || !Number.isInteger(value)) return refusal(wrong, `${field} is not an integer`);
    if (value < min || value > max) return refusal(wrong, `${field} is out of range`);
    return among && !among.includes(value) ? refusal(wrong, field) : null;
  };
}

export function bool(field: string): Rule {
  return (body) => (body[field] === undefined || typeof body[field] === 'boolean' ? null : refusal(40058, `${field} is not a boolean`));
}

export function list(field: string, of: 'string' | 'number', limits: Need & { max?: number; tooMany?: number } = {}): Rule {
  const { missing, wrong = 40058, max = Infinity, tooMany = wrong } = limits;
  return (body) => {
    const value = body[field];
    if (value === undefined || value === null) return missing ? refusal(missing, field) : null;
    if (!Array.isArray(value) || value.some((item) => typeof item !== of)) return refusal(wrong, `${field} is not a list of ${of}s`);
    if (value.length === 0 && missing) return refusal(missing, field);
    return value.length > max ? refusal(tooMany, `${field} has more than ${max} entries`) : null;
  };
}

/** An object, or each object of a list, keeps these rules. */
export function inside(field: string, rules: Rule[], limits: Need & { many?: boolean; max?: number; tooMany?: number } = {}): Rule {
  const { missing, wrong = 40058, many = false, max = Infinity, tooMany = wrong } = limits;
  return (body) => {
    const value = body[field];
    if (value === undefined || value === null) return missing ? refusal(missing, field) : null;
    if (many !== Array.isArray(value) || typeof value !== 'object') return refusal(wrong, `${field} has the wrong type`);
    const items = many ? (value as unknown[]) : [value];
    if (items.length === 0 && missing) return refusal(missing, field);
    if (items.length > max) return refusal(tooMany, `${field} has more than ${max} entries`);
    for (const item of items) {
      if (typeof item !== 'object' || item === null) return refusal(wrong, `${field} has an entry that is no object`);
      const found = firstRefusal(rules, item as Body);
      if (found) return found;
    }
    return null;
  };
}

/** At least one of the fields says something. */
export function someOf(fields: string[], code: number): Rule {
  const empty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return (body) => (fields.every((field) => empty(body[field])) ? refusal(code, fields.join(' or ')) : null);
}

export function firstRefusal(rules: Rule[], body: Body): Refusal | null {
  for (const rule of rules) {
    const found = rule(body);
    if (found) return found;
  }
  return null;
}
