import { createHash } from 'node:crypto';
import { In, MoreThanOrEqual } from 'typeorm';
import { decodeTime } from 'ulid';
import type { Database } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import { Tombstone } from '../../core/personal/tombstone';
import { AudienceCopy } from './entity';
import type { CorpIndex } from './memory/corp-index';
import { pauses } from './memory/pauses';
import { fromPieces, layout, piecesOf } from './memory/pieces';
import { ownSource, sources } from './sources';

const bytesPerRow = 60_000;
const rowsAtOnce = 16;

/** Stands in part 0, which is written last: a copy without it is not whole. */
interface Head {
  form: string;
  /** ms; what changed from then on must be read again. */
  since: number;
  /** Bytes of each piece, which follow one another from part 1 on. */
  lengths: number[];
}

/**
 * The index of a corp as it stood some time ago, kept in the database, so that a start need not read every row. It belongs
 * to one version of the program and of the schema; where anything is not as it should be, the rows are read instead.
 */
export class Copies {
  constructor(private readonly database: Database, private readonly corpId: string) {}

  /** ms; 0: there is none that can be used. */
  async newestAt(): Promise<number> {
    const newest = await this.newest();
    return newest ? decodeTime(newest.copyId.slice('cpy_'.length)) : 0;
  }

  async read(): Promise<{ index: CorpIndex; since: number } | null> {
    const newest = await this.newest();
    if (!newest) return null;
    const { copyId, head: { since, lengths } } = newest;
    const pieces = lengths.map((length) => Buffer.allocUnsafeSlow(length));
    let [piece, at] = [0, 0];
    for (let part = 1; piece < pieces.length;) {
      const rows = await this.db.query(AudienceCopy, 'copy').andWhere('copy.copyId = :copyId AND copy.part >= :part', { copyId, part }).orderBy('copy.part').limit(rowsAtOnce).getMany();
      if (rows.length === 0) return null;
      for (const row of rows) {
        if (row.part !== part++) return null;
        for (let from = 0; from < row.bytes.length && piece < pieces.length;) {
          const copied = row.bytes.copy(pieces[piece]!, at, from);
          [from, at] = [from + copied, at + copied];
          if (at === lengths[piece]) [piece, at] = [piece + 1, 0];
        }
      }
    }
    return { index: fromPieces(pieces), since };
  }

  /** To be called before anybody changes the index; gives back what keeps it. `since`: everything from before then is in it. */
  async take(index: CorpIndex, since: number): Promise<() => Promise<void>> {
    const rest = pauses();
    const pieces: Buffer[] = [];
    for (const piece of piecesOf(index)) {
      pieces.push(piece);
      await rest();
    }
    return () => this.keep(pieces, since);
  }

  private async keep(pieces: readonly Buffer[], since: number): Promise<void> {
    const copyId = newId('cpy');
    const [bytes, lengths] = [Buffer.concat(pieces), pieces.map((piece) => piece.length)];
    const parts = Math.ceil(bytes.length / bytesPerRow);
    const rowOf = (part: number) => ({ id: newId('cpr'), copyId, part, bytes: bytes.subarray((part - 1) * bytesPerRow, part * bytesPerRow) });
    for (let part = 1; part <= parts; part += rowsAtOnce) {
      await write(this.db, (tx) => tx.insert(AudienceCopy, Array.from({ length: Math.min(rowsAtOnce, parts - part + 1) }, (_, n) => rowOf(part + n))));
    }
    const head: Head = { form: await this.form(), since, lengths };
    const isKept = await write(this.db, async (tx) => {
      // Whoever is erased from now on goes out of this copy too; who was erased meanwhile may be in it.
      if ((await tx.count(Tombstone, { erasedAt: MoreThanOrEqual(since) })) > 0) return false;
      await tx.insert(AudienceCopy, { id: newId('cpr'), copyId, part: 0, bytes: Buffer.from(JSON.stringify(head)) });
      return true;
    });
    await this.forget(isKept ? copyId : null);
  }

  /** A few rows at a time, so that nobody waits. */
  private async forget(exceptId: string | null): Promise<void> {
    for (;;) {
      const rows = await this.db.query(AudienceCopy, 'copy').select('copy.id', 'id').andWhere(exceptId === null ? '1 = 1' : 'copy.copyId <> :exceptId', { exceptId }).limit(rowsAtOnce).getRawMany<{ id: string }>();
      if (rows.length === 0) return;
      await write(this.db, (tx) => tx.remove(AudienceCopy, { id: In(rows.map(({ id }) => id)) }));
    }
  }

  private async newest(): Promise<{ copyId: string; head: Head } | null> {
    const heads = await this.db.find(AudienceCopy, { part: 0 }, { order: { copyId: 'DESC' } });
    const form = await this.form();
    for (const { copyId, bytes } of heads) {
      const head = JSON.parse(bytes.toString()) as Head;
      if (head.form === form) return { copyId, head };
    }
    return null;
  }

  /** Of the program and the schema. */
  private async form(): Promise<string> {
    const [schema] = await this.database.query<{ n: string | number; last: string | number }>('SELECT COUNT(*) AS n, MAX(timestamp) AS last FROM migration');
    const reads = [{ table: 'customer', ...ownSource }, ...sources].map((source) => JSON.stringify(source) + String(source.read));
    return createHash('sha256').update([process.version, schema!.n, schema!.last, layout, ...reads].join('\n')).digest('base64url');
  }

  private get db() {
    return this.database.corp(this.corpId);
  }
}
