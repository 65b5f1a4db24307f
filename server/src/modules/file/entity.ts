import { Entity, Index } from 'typeorm';
import { CorpRow, Int, Text, Time } from '../../core/db/columns';
import type { FileKind } from './kind';

/** A picture, video or document that the corp uploaded; its bytes lie in the file store. */
@Entity('file')
@Index('ix_file_corp', ['corpId', 'id'])
export class StoredFile extends CorpRow {
  @Text(200) name: string;
  /** As WeCom sorts them; it decides size limit and upload type. */
  @Text(10) kind: FileKind;
  @Text(100) mime: string;
  @Int() size: number;
  @Text(64) sha256: string;
  /** WeCom's temporary copy, and when it was made; '' before the first. */
  @Text(255) wecomMediaId: string;
  @Time({ nullable: true }) wecomMediaAt: number | null;
  /** The staff member or account; '' where nobody knows. */
  @Text(40, { initial: '' }) uploadedBy: string;
  @Time() createdAt: number;
}

/** Something (a live code's welcome, say) that sends this file, so its media id must always be good; or a customer about whom it is. */
@Entity('file_use')
@Index('uq_file_use', ['corpId', 'usedBy', 'fileId'], { unique: true })
@Index('ix_file_use_file', ['corpId', 'fileId'])
export class FileUse extends CorpRow {
  /** Where it is a customer's, it goes along when two become one. */
  static readonly customerColumns = ['usedBy'];
  @Text(40) fileId: string;
  /** The id of the user's row; a customer's sends nothing. */
  @Text(40) usedBy: string;
}
