import { Entity, Index } from 'typeorm';
import { Bool, CorpRow, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** What somebody wrote about a customer. */
@Entity('note')
@Index('uq_note_writing', ['corpId', 'writingKey'], { unique: true })
@Index('ix_note_customer', ['corpId', 'customerId', 'id'])
export class Note extends CorpRow {
  @Text(40) customerId: string;
  /** The staff member or account whose note it is: the author, or whoever took over from them. */
  @Text(40) keeperId: string;
  /** Null: a local account wrote it. */
  @Text(40, { nullable: true }) authorStaffId: string | null;
  @Text(128) authorName: string;
  @LongText() text: string;
  /** For the keeper's eyes only. */
  @Bool() isPrivate: boolean;
  @Json() mentionIds: string[];
  @Json() fileIds: string[];
  @Int() edits: number;
  /** Author and the screen's mark of the writing: the same writing sent twice is one note. */
  @Text(110) writingKey: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) removedAt: number | null;
}

/** How a note read before it was changed. */
@Entity('note_version')
@Index('ix_note_version', ['corpId', 'noteId', 'id'])
export class NoteVersion extends CorpRow {
  @Text(40) noteId: string;
  @LongText() text: string;
  /** When this text was written. */
  @Time() at: number;
  @Text(128) byName: string;
}

/** A colleague was named in a note. */
@Entity('note_mention')
@Index('uq_note_mention', ['corpId', 'noteId', 'staffId'], { unique: true })
@Index('ix_note_mention_staff', ['corpId', 'staffId', 'id'])
export class NoteMention extends CorpRow {
  @Text(40) noteId: string;
  @Text(40) staffId: string;
  @Time() at: number;
  @Time({ nullable: true }) readAt: number | null;
}
