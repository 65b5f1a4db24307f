import { Entity, Index } from 'typeorm';
import type { Hours, OwnerInput, storeStates } from '@scrm/shared/store';
import type { bands, belongsRules, PickStep, storeCodeForms } from '@scrm/shared/store-code';
import type { z } from 'zod';
import { CorpRow, Int, Json, Text, Time } from '../../core/db/columns';
import { AddWayRow } from '../add-way';

export const storeWord = '门店';
export type Owner = z.output<typeof OwnerInput>;

/** A branch of the tree by which a company sorts its stores. */
@Entity('store_region')
@Index('ix_store_region', ['corpId', 'path'])
export class StoreRegion extends CorpRow {
  @Text(40) name: string;
  @Text(40, { nullable: true }) parentId: string | null;
  /** The ids from the top to this one, each with a slash behind: whatever begins with it lies in it. */
  @Text(200) path: string;
  @Json() managerIds: string[];
  @Time() createdAt: number;
  @Time() updatedAt: number;
}

/** A removed one stays as a row: customers and figures keep pointing to it. */
@Entity('store')
@Index('uq_store_no', ['corpId', 'no'], { unique: true })
@Index('ix_store_changed', ['corpId', 'updatedAt'])
@Index('ix_store_region_of', ['corpId', 'regionId'])
export class Store extends CorpRow {
  @Text(64) name: string;
  @Text(40) no: string;
  @Text(40, { nullable: true }) regionId: string | null;
  @Text(200) address: string;
  /** GCJ-02, in millionths of a degree; null: not on the map. */
  @Int({ nullable: true }) latE6: number | null;
  @Int({ nullable: true }) lngE6: number | null;
  @Int() radiusM: number;
  @Json() hours: Hours;
  @Text(32) telephone: string;
  @Text(10) state: (typeof storeStates)[number];
  @Int() priority: number;
  @Json() owners: Owner[];
  @Json() receptionistIds: string[];
  @Json() tagIds: string[];
  /** In the order in which they are filled. */
  @Json() groupCodeIds: string[];
  /** The staff member or account. */
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) deletedAt: number | null;
}

/** One row a company, held by whoever writes rows of a sheet: of two sheets at once the second sees what the first has made. */
@Entity('store_sheet')
@Index('uq_store_sheet', ['corpId'], { unique: true })
export class StoreSheet extends CorpRow {
  /** When rows were written last. */
  @Time() at: number;
}

/** Who belongs to a store, once more, to be asked by SQL. */
@Entity('store_person')
@Index('uq_store_person', ['corpId', 'storeId', 'staffId'], { unique: true })
@Index('ix_store_person_staff', ['corpId', 'staffId'])
export class StorePerson extends CorpRow {
  @Text(40) storeId: string;
  @Text(40) staffId: string;
}

/** A code whose one picture leads everybody to the store near them. */
@Entity('store_code')
@Index('ix_store_code', ['corpId', 'id'])
export class StoreCode extends CorpRow {
  @Text(64) name: string;
  @Text(10) form: (typeof storeCodeForms)[number];
  @Text(40, { nullable: true }) regionId: string | null;
  @Text(10) outOfRange: 'nearest' | 'default';
  @Text(40, { nullable: true }) defaultStoreId: string | null;
  @Text(10) belongs: (typeof belongsRules)[number];
  @Json() tagIds: string[];
  @Text(100) remarkTemplate: string;
  @Text(200) offText: string;
  @Text(10) state: 'active' | 'off';
  @Text(40) createdBy: string;
  @Time() createdAt: number;
  @Time() updatedAt: number;
  @Time({ nullable: true }) deletedAt: number | null;
}

/** The contact way by which a store's customers add one person: its id is WeCom's `state`, so an add says store, person and code. */
@Entity('store_way')
@Index('uq_store_way', ['corpId', 'codeId', 'storeId', 'staffId'], { unique: true })
export class StoreWay extends AddWayRow {
  /** '': the person's own code for this store. */
  @Text(40) codeId: string;
  @Text(40) storeId: string;
}

/** One scan, or one look in the mini-program, and where it led. Of the place nothing is kept but the store and how far it was, roughly. */
@Entity('store_visit')
@Index('ix_store_visit_day', ['corpId', 'day'])
@Index('ix_store_visit_code', ['corpId', 'codeId', 'day'])
@Index('ix_store_visit_staff', ['corpId', 'storeId', 'staffId', 'shownAt'])
@Index('ix_store_visit_visitor', ['corpId', 'visitor'])
export class StoreVisit extends CorpRow {
  @Text(40) codeId: string;
  @Text(40) visitor: string;
  /** Of the module `scan`, `gone…` once the person was erased; '' where nothing was scanned: what was opened in the mini-program. */
  @Text(40) scanId: string;
  @Text(40, { nullable: true }) customerId: string | null;
  @Time() at: number;
  /** In Beijing time, to find rows by: what day they are is said by `at` and the company's clock. */
  @Text(10) day: string;
  @Text(10) place: 'none' | 'located' | 'refused';
  @Text(40, { nullable: true }) storeId: string | null;
  /** Of the store, as it was then. */
  @Text(40, { nullable: true }) regionId: string | null;
  @Text(40, { nullable: true }) staffId: string | null;
  @Text(40) wayId: string;
  @Text(10) outcome: 'opened' | 'person' | 'group' | 'nobody';
  @Text(4, { nullable: true }) band: (typeof bands)[number] | null;
  /** The store is known to reach this place, or not; null: nobody knows the place. */
  @Int({ nullable: true }) inRange: number | null;
  @Json() why: PickStep[];
  @Time({ nullable: true }) shownAt: number | null;
  /** The group code of which a group was shown; '' for none. */
  @Text(40, { initial: '' }) groupCodeId: string;
}

/** A customer who came through a store: once for each code, however often they add and leave. */
@Entity('store_customer')
@Index('uq_store_customer', ['corpId', 'codeId', 'storeId', 'customerId'], { unique: true })
@Index('ix_store_customer_day', ['corpId', 'day'])
@Index('ix_store_customer_staff', ['corpId', 'storeId', 'staffId', 'addedAt'])
@Index('ix_store_customer', ['corpId', 'customerId', 'staffId'])
export class StoreCustomer extends CorpRow {
  @Text(40) codeId: string;
  @Text(40) storeId: string;
  @Text(40, { nullable: true }) regionId: string | null;
  @Text(40) staffId: string;
  @Text(40) customerId: string;
  @Time() addedAt: number;
  @Text(10) day: string;
  @Time({ nullable: true }) lostAt: number | null;
}

/** Somebody came into a group that a store code had shown them; one row for each stay. */
@Entity('store_join')
@Index('uq_store_join', ['corpId', 'memberId'], { unique: true })
@Index('ix_store_join_day', ['corpId', 'day'])
@Index('ix_store_join_customer', ['corpId', 'customerId'])
export class StoreJoin extends CorpRow {
  @Text(40) codeId: string;
  @Text(40) storeId: string;
  @Text(40, { nullable: true }) regionId: string | null;
  @Text(40) groupId: string;
  /** The row of the stay. */
  @Text(40) memberId: string;
  @Text(40, { nullable: true }) customerId: string | null;
  @Time() at: number;
  @Text(10) day: string;
  @Time({ nullable: true }) leftAt: number | null;
}
