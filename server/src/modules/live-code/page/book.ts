import type { Language } from '@scrm/shared/error';
import type { PickReason } from '@scrm/shared/live-code-rule';
import { isKnown, loadState, newState, replay, saveState, setStaff, type CompiledRule, type RuleState, type SavedState, type StaffNow } from '../rule';
import { personPart, shellOf, type Company, type Person, type Shell } from './html';
import { seedOf, type CodeSeed, type Shown, type Visitors } from './visitors';

const languages = ['zh', 'en'] as const satisfies Language[];
/** As long a conversation counts as open after its scan: WeCom tells nobody when one ends. */
export const openForMs = 30 * 60_000;
/** Conversations of one such span end together. */
const stepMs = 60_000;

/** When a conversation that begins then counts no more. */
export const openUntil = (at: number): number => (Math.floor(at / stepMs) + 1) * stepMs + openForMs;

/** What the rows say of a code at the moment. */
export interface Facts {
  id: string;
  corpId: string;
  /** False: ended, deleted, or the company is gone. */
  isOpen: boolean;
  /** What its page says once it has ended; '' our own words. */
  closedText: string;
  ruleNo: number;
  compiled: CompiledRule;
  company: Company;
  /** Those who can be shown: with a contact way that has a picture. */
  people: Map<string, Person & { wayId: string; now: StaffNow }>;
  /** Those for whom WeCom makes none. */
  refused: Set<string>;
}

/** Somebody's part of the page, ready to be sent. */
export interface Face {
  wayId: string;
  added: Record<Language, string>;
  known: Record<Language, string>;
}

/** A code in this process: its rule, its counters, and its page but for who is shown. */
export class Book {
  facts: Facts;
  state: RuleState;
  shells: Record<Language, Shell>;
  private faces: Map<string, Face>;
  /** The same, in the order of `people`. */
  private facesInOrder: (Face | undefined)[];
  private readonly seed: CodeSeed;
  private tracksOpen: boolean;
  /** Minute by minute, in the order of `people`. */
  private open: { until: number; counts: Int32Array }[] = [];

  constructor(facts: Facts, saved: SavedState | null, private readonly visitors: Visitors) {
    this.seed = seedOf(facts.id);
    this.state = saved ? loadState(facts.compiled, saved) : newState(facts.compiled);
    this.state.open.fill(0);
    this.take(facts);
  }

  /** The rows are not as they were; what was counted stays, by names. */
  renew(facts: Facts): void {
    const before = this.facts.compiled;
    if (facts.compiled !== before) {
      this.state = loadState(facts.compiled, saveState(before, this.state));
      this.open = this.open.map(({ until, counts }) => ({ until, counts: Int32Array.from(facts.compiled.people, (staffId) => counts[before.personOf.get(staffId) ?? -1] ?? 0) }));
    }
    this.take(facts);
  }

  get looksForOwners(): boolean {
    return this.facts.compiled.rule.ownerFirst.scope !== 'off';
  }

  face(staffId: string): Face | undefined {
    return this.faces.get(staffId);
  }

  faceAt(person: number): Face | undefined {
    return this.facesInOrder[person];
  }

  /** Whose conversations are so old that they count no more. */
  expire(at: number): void {
    for (let oldest = this.open[0]; oldest && oldest.until <= at; oldest = this.open[0]) {
      for (let person = 0; person < oldest.counts.length; person++) this.state.open[person] = Math.max(0, this.state.open[person]! - oldest.counts[person]!);
      this.open.shift();
    }
  }

  /** A choice that is durable, and counted. */
  noteOpen(person: number | undefined, at: number): void {
    if (!this.tracksOpen || person === undefined) return;
    const until = openUntil(at);
    let last = this.open.at(-1);
    if (!last || last.until < until) this.open.push((last = { until, counts: new Int32Array(this.state.open.length) }));
    last.counts[person]!++;
  }

  /** Whom this browser was shown lately. */
  shownTo(visitor: string): Shown | undefined {
    return this.facts.compiled.stayMs > 0 ? this.visitors.get(this.seed, visitor) : undefined;
  }

  noteShown(visitor: string, staffId: string, at: number): void {
    if (this.facts.compiled.stayMs > 0) this.visitors.set(this.seed, visitor, staffId, at);
  }

  restoreShown(visitor: string, before: Shown | undefined): void {
    this.visitors.restore(this.seed, visitor, before);
  }

  /** A choice of another process, or from before. */
  replay(reason: PickReason, staffId: string, outcome: string, visitor: string): void {
    this.expire(reason.at);
    replay(this.facts.compiled, this.state, reason, staffId);
    if (outcome !== 'shown' || isKnown(reason)) return;
    this.noteOpen(this.facts.compiled.personOf.get(staffId), reason.at);
    this.noteShown(visitor, staffId, reason.at);
  }

  /** What the counters held already is open all the same. */
  recall(scans: { visitor: string; staffId: string; at: number }[], now: number): void {
    for (const { visitor, staffId, at } of scans) {
      this.noteShown(visitor, staffId, at);
      if (at <= now - openForMs || !this.tracksOpen) continue;
      const person = this.facts.compiled.personOf.get(staffId);
      if (person !== undefined) this.state.open[person]!++;
      this.noteOpen(person, at);
    }
  }

  /** How far back its scans still matter, ms; 0: none does. */
  get recallsMs(): number {
    return Math.max(this.tracksOpen ? openForMs : 0, this.facts.compiled.stayMs);
  }

  private take(facts: Facts): void {
    const { compiled, company, people } = facts;
    this.facts = facts;
    this.shells = { zh: shellOf(company, 'zh'), en: shellOf(company, 'en') };
    this.faces = new Map([...people].map(([staffId, person]) => [staffId, { wayId: person.wayId, added: parts(person, false), known: parts(person, true) }]));
    this.facesInOrder = compiled.people.map((staffId) => this.faces.get(staffId));
    this.tracksOpen = compiled.benches.some(({ choose, seats }) => choose === 'leastLoaded' || seats.some(({ openCap }) => openCap < Infinity));
    const withoutWay = (staffId: string): StaffNow => (facts.refused.has(staffId) ? { isAbnormal: true } : { canReceive: false });
    for (const staffId of compiled.people) setStaff(compiled, this.state, staffId, { ...(people.get(staffId)?.now ?? withoutWay(staffId)), open: undefined });
  }
}

function parts(person: Person, isKnown: boolean): Record<Language, string> {
  return Object.fromEntries(languages.map((language) => [language, personPart(person, language, isKnown)])) as Record<Language, string>;
}
