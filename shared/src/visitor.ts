import { z } from 'zod';
import { contract } from './contract';
import { Empty, Id, Time } from './page';

/** The company as its customers see it. */
export const Brand = z.object({ corp: Id, name: z.string(), logoUrl: z.string() });
export type Brand = z.infer<typeof Brand>;

/** A picture by which a customer adds staff. */
export const AddCode = z.object({ qrUrl: z.string() });

/** A staff member who has this customer as a friend. */
export const ContactPerson = z.object({
  id: Id,
  /** Null: WeCom keeps it from us. */
  name: z.string().nullable(),
  avatarUrl: z.string(),
  /** Since when they have been friends. */
  since: Time,
  code: z.discriminatedUnion('state', [
    z.object({ state: z.literal('ready'), qrUrl: z.string() }),
    /** WeCom has not made it yet: ask again in a moment. */
    z.object({ state: z.literal('preparing') }),
    /** This person receives no customers at the moment. */
    z.object({ state: z.literal('closed') }),
  ]),
});
export type ContactPerson = z.infer<typeof ContactPerson>;

/** Which company: from the page's address or the mini-program's launch. It may be left out where there is only one. */
const Where = z.object({ corp: Id.optional() });

/** Pages of the customers' app for which one has to be known; on the web the official account tells who it is. */
export const webPages = ['contact', 'privacy'] as const;
export type WebPage = (typeof webPages)[number];

/** What a customer sees in the mini-program and on the H5 pages. */
export const visitor = contract({
  /** `brand` null: it was not said which of several companies. `code`: for somebody who has no contact person. `knowsOnWeb`: `/oauth/visitor` tells a web page who looks at it. */
  home: { allow: 'public', input: Where, reply: z.object({ brand: Brand.nullable(), code: AddCode.nullable(), knowsOnWeb: z.boolean() }) },
  /** `code` from `wx.login`, good once and for 5 minutes; the token opens the calls below for 12 hours. */
  signIn: { allow: 'public', input: Where.extend({ code: z.string().min(1).max(200) }), reply: z.object({ token: z.string(), brand: Brand, isCustomer: z.boolean() }) },
  /** Trades the one-time ticket that `/oauth/visitor` left in a web page's address. */
  redeem: { allow: 'public', input: z.object({ ticket: z.string().min(10).max(100) }), reply: z.object({ token: z.string() }) },
  /** My contact persons, the latest first; a general `code` where there is none. */
  contact: { allow: 'visitor', input: Empty, reply: z.object({ brand: Brand, people: z.array(ContactPerson), code: AddCode.nullable() }) },
});
