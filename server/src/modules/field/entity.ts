import { Entity, Index } from 'typeorm';
import type { ValueSource } from '@scrm/shared/field';
import type { FieldKind, FieldOption, FieldProblem } from '@scrm/shared/field-kind';
import { BigInt, Bool, CorpRow, Id, Int, Json, LongText, Text, Time } from '../../core/db/columns';

/** What the corp wants to know of its customers. */
@Entity('field')
@Index('uq_field_key', ['corpId', 'key'], { unique: true })
export class Field extends CorpRow {
  /** Of the product's own fields; null for those that the corp made. */
  @Text(40, { nullable: true }) key: string | null;
  @Text(64) name: string;
  @Text(200) hint: string;
  @Text(20) kind: FieldKind;
  @Bool() required: boolean;
  @Int() order: number;
  @Json() options: FieldOption[];
  @Bool() sensitive: boolean;
  /** Keys of roles; empty: everybody. */
  @Json() seeRoles: string[];
  @Json() editRoles: string[];
  @Json() revealRoles: string[];
  @Time({ nullable: true }) archivedAt: number | null;
  @Time() createdAt: number;
  @Time() updatedAt: number;
}

/** The value that a customer has in a field. No row: nobody ever said. */
@Entity('customer_field')
@Index('uq_customer_field_id', ['id'], { unique: true })
@Index('ix_customer_field_text', ['corpId', 'fieldId', 'sortText'])
@Index('ix_customer_field_number', ['corpId', 'fieldId', 'sortNumber'])
@Index('ix_customer_field_blind', ['corpId', 'blind'])
export class CustomerField implements CorpRow {
  @Text(40) id: string;
  /** The table is in the order of these three, so that the values of a customer stand together. */
  @Id() corpId: string;
  @Id() customerId: string;
  @Id() fieldId: string;
  @Text(10) state: 'unknown' | 'none' | 'value';
  /** As JSON, sealed where the field is sensitive. */
  @LongText({ nullable: true }) value: string | null;
  @Bool() sealed: boolean;
  /** What filters compare; null where it is sealed. */
  @Text(190, { nullable: true }) sortText: string | null;
  @BigInt({ nullable: true }) sortNumber: number | null;
  /** Finds sealed values and phone numbers by equality. */
  @Text(64, { nullable: true }) blind: string | null;
  @Text(10) source: ValueSource;
  @Text(40, { nullable: true }) staffId: string | null;
  @Text(128) byName: string;
  @Time() at: number;
  /** Of all values of the customer, the how-manieth change this was. */
  @Int() version: number;
}

/** The options that a customer has: what filters of choices read. */
@Entity('customer_field_option')
@Index('uq_customer_field_option', ['corpId', 'customerId', 'fieldId', 'optionId'], { unique: true })
@Index('ix_customer_field_option', ['corpId', 'fieldId', 'optionId', 'customerId'])
export class CustomerFieldOption extends CorpRow {
  static readonly goesWith = { entity: CustomerField, by: 'fieldId' };
  @Text(40) customerId: string;
  @Text(40) fieldId: string;
  @Text(40) optionId: string;
}

/** From what to what a value was changed, as people read it. Rows are only ever added. */
@Entity('field_change')
@Index('ix_field_change', ['corpId', 'customerId', 'id'])
@Index('ix_field_change_field', ['corpId', 'fieldId', 'id'])
export class FieldChange extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) fieldId: string;
  /** As JSON, sealed where the field is sensitive: the text, `false` where there was none, `null` where nothing was known. */
  @LongText() fromText: string;
  @LongText() toText: string;
  @Bool() sealed: boolean;
  @Text(10) why: 'edit' | 'conversion';
  @Text(10) source: ValueSource;
  @Text(40, { nullable: true }) staffId: string | null;
  @Text(128) byName: string;
  @Time() at: number;
}

/** What came from outside and is no value of its field, until a person corrects or dismisses it. */
@Entity('field_quarantine')
@Index('uq_field_quarantine', ['corpId', 'naturalKey'], { unique: true })
@Index('ix_field_quarantine', ['corpId', 'state', 'id'])
export class FieldQuarantine extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) fieldId: string;
  /** Always sealed: what is wrong for its field may be right for another. */
  @LongText() value: string;
  /** The same wrong value told again is one entry, also when it was dismissed. */
  @Text(190) naturalKey: string;
  @Text(20) problem: FieldProblem;
  @Text(10) source: ValueSource;
  @Text(128) sourceName: string;
  @Text(10) state: 'open' | 'corrected' | 'dismissed';
  @Time() at: number;
  @Time({ nullable: true }) closedAt: number | null;
  @Text(128) closedBy: string;
}

/** Somebody was shown a sensitive value in full. */
@Entity('field_reveal')
@Index('ix_field_reveal', ['corpId', 'id'])
export class FieldReveal extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) fieldId: string;
  @Text(40) actorId: string;
  @Text(128) actorName: string;
  @Text(200) reason: string;
  @Time() at: number;
}

/** A form, rule or segment that uses a field. */
@Entity('field_use')
@Index('uq_field_use', ['corpId', 'fieldId', 'usedBy'], { unique: true })
@Index('ix_field_use', ['corpId', 'usedBy'])
export class FieldUse extends CorpRow {
  @Text(40) fieldId: string;
  /** The id of the user's row. */
  @Text(40) usedBy: string;
  @Text(20) kind: string;
  @Text(128) name: string;
}

/** Where customers come from, as the corp lists it. */
@Entity('lead_source')
@Index('ix_lead_source', ['corpId', 'order'])
export class LeadSource extends CorpRow {
  @Text(40, { nullable: true }) parentId: string | null;
  @Text(64) name: string;
  @Json() synonyms: string[];
  @Int() order: number;
  @Time({ nullable: true }) retiredAt: number | null;
  /** It was merged into this one, which has its customers now. */
  @Text(40, { nullable: true }) mergedInto: string | null;
}

/**
 * The source that a person chose, one for each customer. How they were added (WeCom's add_way, the live code) stands with
 * the follow relation and stays as it is.
 */
@Entity('customer_lead_source')
@Index('uq_customer_lead_source', ['corpId', 'customerId'], { unique: true })
@Index('ix_customer_lead_source', ['corpId', 'sourceId'])
export class CustomerLeadSource extends CorpRow {
  @Text(40) customerId: string;
  @Text(40) sourceId: string;
  @Text(10) source: ValueSource;
  @Text(40, { nullable: true }) staffId: string | null;
  @Text(128) byName: string;
  @Time() at: number;
}
